#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "temporal/model/execution.hpp"
#include "temporal/model/failure.hpp"
#include "temporal/model/payload.hpp"
#include "temporal/model/policies.hpp"
#include "temporal/model/retry_policy.hpp"
#include "temporal/model/time.hpp"

/// What a run asks for. Source: the messages of coresdk.workflow_commands; fields as there. `seq` counts the operations
/// of one kind (activities, local ones included; timers; children; signals; cancellations of other workflows) of a run
/// in the order in which it began them, from 1.
namespace acervo::temporal::command {

struct StartTimer {
    std::uint32_t seq = 0;
    Duration start_to_fire_timeout{};
    friend bool operator==(const StartTimer&, const StartTimer&) = default;
};

struct CancelTimer {
    std::uint32_t seq = 0;
    friend bool operator==(const CancelTimer&, const CancelTimer&) = default;
};

/// `schedule_to_close_timeout` or `start_to_close_timeout` must be there, and the task queue too.
struct ScheduleActivity {
    std::uint32_t seq = 0;
    std::string activity_id;
    std::string activity_type;
    std::string task_queue;
    PayloadMap headers;
    Payloads arguments;
    std::optional<Duration> schedule_to_close_timeout;
    std::optional<Duration> schedule_to_start_timeout;
    std::optional<Duration> start_to_close_timeout;
    std::optional<Duration> heartbeat_timeout;
    std::optional<RetryPolicy> retry_policy;
    ActivityCancellationType cancellation_type = ActivityCancellationType::TryCancel;
    bool do_not_eagerly_execute = false;
    VersioningIntent versioning_intent = VersioningIntent::Unspecified;
    std::optional<Priority> priority;
    friend bool operator==(const ScheduleActivity&, const ScheduleActivity&) = default;
};

struct RequestCancelActivity {
    std::uint32_t seq = 0;
    friend bool operator==(const RequestCancelActivity&, const RequestCancelActivity&) = default;
};

struct ScheduleLocalActivity {
    std::uint32_t seq = 0;
    std::string activity_id;
    std::string activity_type;
    /// More than 1 after a `job::Backoff`, which also gives the time.
    std::uint32_t attempt = 1;
    std::optional<Time> original_schedule_time;
    PayloadMap headers;
    Payloads arguments;
    std::optional<Duration> schedule_to_close_timeout;
    std::optional<Duration> schedule_to_start_timeout;
    std::optional<Duration> start_to_close_timeout;
    std::optional<RetryPolicy> retry_policy;
    /// Longer pauses between attempts come back as `job::Backoff`; core's default is a minute.
    std::optional<Duration> local_retry_threshold;
    ActivityCancellationType cancellation_type = ActivityCancellationType::WaitCancellationCompleted;
    friend bool operator==(const ScheduleLocalActivity&, const ScheduleLocalActivity&) = default;
};

struct RequestCancelLocalActivity {
    std::uint32_t seq = 0;
    friend bool operator==(const RequestCancelLocalActivity&, const RequestCancelLocalActivity&) = default;
};

struct StartChildWorkflow {
    std::uint32_t seq = 0;
    std::string namespace_name;
    std::string workflow_id;
    std::string workflow_type;
    std::string task_queue;
    Payloads input;
    std::optional<Duration> workflow_execution_timeout;
    std::optional<Duration> workflow_run_timeout;
    std::optional<Duration> workflow_task_timeout;
    ParentClosePolicy parent_close_policy = ParentClosePolicy::Unspecified;
    WorkflowIdReusePolicy workflow_id_reuse_policy = WorkflowIdReusePolicy::Unspecified;
    std::optional<RetryPolicy> retry_policy;
    std::string cron_schedule;
    PayloadMap headers;
    PayloadMap memo;
    PayloadMap search_attributes;
    ChildCancellationType cancellation_type = ChildCancellationType::Abandon;
    VersioningIntent versioning_intent = VersioningIntent::Unspecified;
    std::optional<Priority> priority;
    friend bool operator==(const StartChildWorkflow&, const StartChildWorkflow&) = default;
};

struct CancelChildWorkflow {
    std::uint32_t child_workflow_seq = 0;
    std::string reason;
    friend bool operator==(const CancelChildWorkflow&, const CancelChildWorkflow&) = default;
};

struct RequestCancelExternalWorkflow {
    std::uint32_t seq = 0;
    NamespacedExecution execution;
    std::string reason;
    friend bool operator==(const RequestCancelExternalWorkflow&, const RequestCancelExternalWorkflow&) = default;
};

struct SignalExternalWorkflow {
    /// A workflow by name, or the id of a child of this run.
    struct Child {
        std::string workflow_id;
        friend bool operator==(const Child&, const Child&) = default;
    };
    std::uint32_t seq = 0;
    std::variant<NamespacedExecution, Child> target;
    std::string signal_name;
    Payloads arguments;
    PayloadMap headers;
    friend bool operator==(const SignalExternalWorkflow&, const SignalExternalWorkflow&) = default;
};

/// Takes back a signal that was not sent yet.
struct CancelSignalWorkflow {
    std::uint32_t seq = 0;
    friend bool operator==(const CancelSignalWorkflow&, const CancelSignalWorkflow&) = default;
};

struct CompleteWorkflow {
    std::optional<Payload> result;
    friend bool operator==(const CompleteWorkflow&, const CompleteWorkflow&) = default;
};

struct FailWorkflow {
    Failure failure;
    friend bool operator==(const FailWorkflow&, const FailWorkflow&) = default;
};

/// The run ends as cancelled.
struct CancelWorkflowExecution {
    Payloads details;
    friend bool operator==(const CancelWorkflowExecution&, const CancelWorkflowExecution&) = default;
};

/// What is empty or unset is taken over from this run, except arguments, headers and time limits.
struct ContinueAsNew {
    std::string workflow_type;
    std::string task_queue;
    Payloads arguments;
    std::optional<Duration> workflow_run_timeout;
    std::optional<Duration> workflow_task_timeout;
    PayloadMap memo;
    PayloadMap headers;
    PayloadMap search_attributes;
    std::optional<RetryPolicy> retry_policy;
    VersioningIntent versioning_intent = VersioningIntent::Unspecified;
    friend bool operator==(const ContinueAsNew&, const ContinueAsNew&) = default;
};

struct QueryResult {
    std::string query_id;
    std::variant<Payload, Failure> answer;
    friend bool operator==(const QueryResult&, const QueryResult&) = default;
};

/// `Accepted` in the activation that brought the update, or a failure that rejects it; later the result, or a failure.
struct UpdateResponse {
    struct Accepted {
        friend bool operator==(const Accepted&, const Accepted&) = default;
    };
    std::string protocol_instance_id;
    std::variant<Accepted, Failure, Payload> response;
    friend bool operator==(const UpdateResponse&, const UpdateResponse&) = default;
};

struct SetPatchMarker {
    std::string patch_id;
    bool deprecated = false;
    friend bool operator==(const SetPatchMarker&, const SetPatchMarker&) = default;
};

struct UpsertSearchAttributes {
    PayloadMap search_attributes;
    friend bool operator==(const UpsertSearchAttributes&, const UpsertSearchAttributes&) = default;
};

/// Merged into the memo; a null payload removes its name.
struct ModifyProperties {
    PayloadMap upserted_memo;
    friend bool operator==(const ModifyProperties&, const ModifyProperties&) = default;
};

}  // namespace acervo::temporal::command

namespace acervo::temporal {

/// One command, and the words that the web interface shows beside it.
struct Command {
    using What = std::variant<
        command::StartTimer, command::CancelTimer, command::ScheduleActivity, command::RequestCancelActivity,
        command::ScheduleLocalActivity, command::RequestCancelLocalActivity, command::StartChildWorkflow,
        command::CancelChildWorkflow, command::RequestCancelExternalWorkflow, command::SignalExternalWorkflow,
        command::CancelSignalWorkflow, command::CompleteWorkflow, command::FailWorkflow,
        command::CancelWorkflowExecution, command::ContinueAsNew, command::QueryResult, command::UpdateResponse,
        command::SetPatchMarker, command::UpsertSearchAttributes, command::ModifyProperties>;

    What what;
    /// `user_metadata`: a JSON text of at most 400 bytes, and a longer one.
    std::optional<Payload> summary;
    std::optional<Payload> details;

    friend bool operator==(const Command&, const Command&) = default;
};

/// `StartTimer`, `ScheduleActivity`, …: the command's name for logs and error messages.
std::string_view name_of(const Command& command) noexcept;

/// `ScheduleActivity{seq 3, "transcode"}`: one line that tells one command from another in a report.
std::string describe(const Command& command);

}  // namespace acervo::temporal
