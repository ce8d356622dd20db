#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "temporal/model/execution.hpp"
#include "temporal/model/failure.hpp"
#include "temporal/model/payload.hpp"
#include "temporal/model/retry_policy.hpp"
#include "temporal/model/time.hpp"

namespace acervo::temporal {

namespace activity_task {

/// One attempt of an activity begins. Source: coresdk.activity_task.Start.
struct Start {
    std::string workflow_namespace;
    std::string workflow_type;
    WorkflowExecution workflow_execution;
    std::string activity_id;
    std::string activity_type;
    PayloadMap headers;
    Payloads input;
    /// Of the attempt before, when it left any.
    Payloads heartbeat_details;
    std::optional<Time> scheduled_time;
    std::optional<Time> current_attempt_scheduled_time;
    std::optional<Time> started_time;
    /// From 1.
    std::uint32_t attempt = 1;
    std::optional<Duration> schedule_to_close_timeout;
    std::optional<Duration> start_to_close_timeout;
    std::optional<Duration> heartbeat_timeout;
    /// As the server applies it, which may differ from what was asked for.
    std::optional<RetryPolicy> retry_policy;
    std::optional<Priority> priority;
    bool is_local = false;
    friend bool operator==(const Start&, const Start&) = default;
};

/// coresdk.activity_task.ActivityCancelReason
enum class CancelReason {
    NotFound = 0,  ///< The server does not know the activity any more: timed out, or its workflow ended.
    Cancelled = 1,
    TimedOut = 2,
    WorkerShutdown = 3,
    Paused = 4,
    Reset = 5,
};

/// The attempt with the same token shall end.
struct Cancel {
    CancelReason reason = CancelReason::NotFound;
    friend bool operator==(const Cancel&, const Cancel&) = default;
};

}  // namespace activity_task

/// What a worker is told about an activity; the token names the attempt. Source: coresdk.activity_task.ActivityTask.
struct ActivityTask {
    std::string task_token;
    std::variant<activity_task::Start, activity_task::Cancel> what;
    friend bool operator==(const ActivityTask&, const ActivityTask&) = default;
};

/// How an attempt ended. Source: coresdk.ActivityTaskCompletion.
struct ActivityCompletion {
    struct Completed {
        std::optional<Payload> result;
        friend bool operator==(const Completed&, const Completed&) = default;
    };
    /// The failure is the application's.
    struct Failed {
        Failure failure;
        friend bool operator==(const Failed&, const Failed&) = default;
    };
    /// The failure carries `CancelledInfo`.
    struct Cancelled {
        Failure failure;
        friend bool operator==(const Cancelled&, const Cancelled&) = default;
    };
    /// Somebody else will tell the server how it ended.
    struct WillCompleteAsync {
        friend bool operator==(const WillCompleteAsync&, const WillCompleteAsync&) = default;
    };
    std::string task_token;
    std::variant<Completed, Failed, Cancelled, WillCompleteAsync> status;
    friend bool operator==(const ActivityCompletion&, const ActivityCompletion&) = default;
};

/// Source: coresdk.ActivityHeartbeat.
struct ActivityHeartbeat {
    std::string task_token;
    Payloads details;
    friend bool operator==(const ActivityHeartbeat&, const ActivityHeartbeat&) = default;
};

}  // namespace acervo::temporal
