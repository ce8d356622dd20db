#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "temporal/model/execution.hpp"
#include "temporal/model/payload.hpp"
#include "temporal/model/time.hpp"

namespace acervo::temporal {

/// temporal.api.enums.v1.RetryState: why there was no further attempt.
enum class RetryState {
    Unspecified = 0,
    InProgress = 1,
    NonRetryableFailure = 2,
    Timeout = 3,
    MaximumAttemptsReached = 4,
    RetryPolicyNotSet = 5,
    InternalServerError = 6,
    CancelRequested = 7,
};

/// temporal.api.enums.v1.TimeoutType: which limit ran out.
enum class TimeoutType {
    Unspecified = 0,
    StartToClose = 1,
    ScheduleToStart = 2,
    ScheduleToClose = 3,
    Heartbeat = 4,
};

/// temporal.api.enums.v1.ApplicationErrorCategory: a benign failure is expected and not counted as an error.
enum class FailureCategory {
    Unspecified = 0,
    Benign = 1,
};

/// What went wrong, as it travels between workflows, activities and clients. Source: temporal.api.failure.v1.Failure;
/// the `…Info` structs are the cases of its `failure_info`.
struct Failure {
    /// Thrown by code of the application.
    struct ApplicationInfo {
        std::string type;
        bool non_retryable = false;
        Payloads details;
        /// Takes the place of the retry policy's pause.
        std::optional<Duration> next_retry_delay;
        FailureCategory category = FailureCategory::Unspecified;
        friend bool operator==(const ApplicationInfo&, const ApplicationInfo&) = default;
    };
    struct TimeoutInfo {
        TimeoutType type = TimeoutType::Unspecified;
        Payloads last_heartbeat_details;
        friend bool operator==(const TimeoutInfo&, const TimeoutInfo&) = default;
    };
    struct CancelledInfo {
        Payloads details;
        std::string identity;
        friend bool operator==(const CancelledInfo&, const CancelledInfo&) = default;
    };
    struct TerminatedInfo {
        std::string identity;
        friend bool operator==(const TerminatedInfo&, const TerminatedInfo&) = default;
    };
    struct ServerInfo {
        bool non_retryable = false;
        friend bool operator==(const ServerInfo&, const ServerInfo&) = default;
    };
    struct ResetWorkflowInfo {
        Payloads last_heartbeat_details;
        friend bool operator==(const ResetWorkflowInfo&, const ResetWorkflowInfo&) = default;
    };
    /// An activity failed; the cause tells why.
    struct ActivityInfo {
        std::int64_t scheduled_event_id = 0;
        std::int64_t started_event_id = 0;
        std::string identity;
        std::string activity_type;
        std::string activity_id;
        RetryState retry_state = RetryState::Unspecified;
        friend bool operator==(const ActivityInfo&, const ActivityInfo&) = default;
    };
    /// A child workflow failed; the cause tells why.
    struct ChildWorkflowInfo {
        std::string namespace_name;
        WorkflowExecution execution;
        std::string workflow_type;
        std::int64_t initiated_event_id = 0;
        std::int64_t started_event_id = 0;
        RetryState retry_state = RetryState::Unspecified;
        friend bool operator==(const ChildWorkflowInfo&, const ChildWorkflowInfo&) = default;
    };
    /// Nothing typed: `monostate` (also for the Nexus cases, which this library does not speak).
    using Info = std::variant<std::monostate, ApplicationInfo, TimeoutInfo, CancelledInfo, TerminatedInfo, ServerInfo,
                              ResetWorkflowInfo, ActivityInfo, ChildWorkflowInfo>;

    std::string message;
    /// The library that made it; this one writes `AcervoCppSDK`.
    std::string source;
    std::string stack_trace;
    /// Message and stack trace as a payload that a codec may encrypt; then `message` is "Encoded failure".
    std::optional<Payload> encoded_attributes;
    Info info;
    /// What this failure came from; null at the end of the chain.
    std::shared_ptr<const Failure> cause;

    /// Compares whole chains.
    friend bool operator==(const Failure& left, const Failure& right);
};

/// The same failure with `cause` behind it.
Failure caused_by(Failure failure, Failure cause);

/// `activity "transcode" failed: exit 1 (FFmpegError) <- …`: the chain on one line, for logs and tests.
std::string describe(const Failure& failure);

}  // namespace acervo::temporal
