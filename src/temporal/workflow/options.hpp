#pragma once

#include <optional>
#include <string>

#include "temporal/model/execution.hpp"
#include "temporal/model/payload.hpp"
#include "temporal/model/policies.hpp"
#include "temporal/model/retry_policy.hpp"
#include "temporal/model/time.hpp"

namespace acervo::temporal {

/// `start_to_close_timeout` or `schedule_to_close_timeout` must be given; std::logic_error otherwise.
struct ActivityOptions {
    std::optional<Duration> start_to_close_timeout{};
    std::optional<Duration> schedule_to_close_timeout{};
    std::optional<Duration> schedule_to_start_timeout{};
    /// A few seconds for activities that shall hear of a cancellation soon.
    std::optional<Duration> heartbeat_timeout{};
    std::optional<RetryPolicy> retry_policy{};
    ActivityCancellationType cancellation_type = ActivityCancellationType::TryCancel;
    /// The workflow's own queue when empty.
    std::string task_queue{};
    /// Made from the operation's number when empty; unique in the run otherwise.
    std::string activity_id{};
    std::optional<Priority> priority{};
    /// A few words for the web interface.
    std::string summary{};
};

struct LocalActivityOptions {
    std::optional<Duration> start_to_close_timeout{};
    std::optional<Duration> schedule_to_close_timeout{};
    std::optional<Duration> schedule_to_start_timeout{};
    std::optional<RetryPolicy> retry_policy{};
    ActivityCancellationType cancellation_type = ActivityCancellationType::WaitCancellationCompleted;
    /// Longer pauses between attempts become timers in the history; one minute by default.
    std::optional<Duration> local_retry_threshold{};
};

struct ChildOptions {
    /// A random UUID when empty.
    std::string workflow_id{};
    std::string task_queue{};
    ParentClosePolicy parent_close_policy = ParentClosePolicy::Unspecified;
    ChildCancellationType cancellation_type = ChildCancellationType::WaitCancellationCompleted;
    WorkflowIdReusePolicy id_reuse_policy = WorkflowIdReusePolicy::Unspecified;
    std::optional<Duration> execution_timeout{};
    std::optional<Duration> run_timeout{};
    std::optional<Duration> task_timeout{};
    std::optional<RetryPolicy> retry_policy{};
    std::string cron_schedule{};
    PayloadMap memo{};
    PayloadMap search_attributes{};
    std::optional<Priority> priority{};
    std::string summary{};
};

/// What is not given is taken over from this run, except the time limits.
struct ContinueOptions {
    std::string task_queue{};
    std::optional<Duration> run_timeout{};
    std::optional<Duration> task_timeout{};
    std::optional<RetryPolicy> retry_policy{};
    PayloadMap memo{};
    PayloadMap search_attributes{};
};

}  // namespace acervo::temporal
