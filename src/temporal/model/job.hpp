#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "temporal/model/execution.hpp"
#include "temporal/model/failure.hpp"
#include "temporal/model/payload.hpp"
#include "temporal/model/policies.hpp"
#include "temporal/model/retry_policy.hpp"
#include "temporal/model/time.hpp"

/// What can happen to a run. Source: the messages of coresdk.workflow_activation; fields as there. `seq` is the number
/// that the command which began the operation carried.
namespace acervo::temporal::job {

/// The run begins (or is replayed from its beginning).
struct InitializeWorkflow {
    std::string workflow_type;
    std::string workflow_id;
    Payloads arguments;
    std::uint64_t randomness_seed = 0;
    PayloadMap headers;
    std::string identity;
    std::optional<NamespacedExecution> parent;
    std::optional<WorkflowExecution> root;
    std::optional<Duration> workflow_execution_timeout;
    std::optional<Duration> workflow_run_timeout;
    std::optional<Duration> workflow_task_timeout;
    std::string continued_from_run_id;
    ContinueAsNewInitiator continued_initiator = ContinueAsNewInitiator::Unspecified;
    std::optional<Failure> continued_failure;
    Payloads last_completion_result;
    std::string first_run_id;
    std::string original_run_id;
    std::optional<RetryPolicy> retry_policy;
    /// From 1.
    std::int32_t attempt = 1;
    std::string cron_schedule;
    std::optional<Time> workflow_execution_expiration_time;
    std::optional<Duration> cron_schedule_to_schedule_interval;
    PayloadMap memo;
    PayloadMap search_attributes;
    std::optional<Time> start_time;
    std::optional<Priority> priority;
    friend bool operator==(const InitializeWorkflow&, const InitializeWorkflow&) = default;
};

struct FireTimer {
    std::uint32_t seq = 0;
    friend bool operator==(const FireTimer&, const FireTimer&) = default;
};

/// The run was reset, or replay reached a reset: random numbers begin anew from this seed.
struct UpdateRandomSeed {
    std::uint64_t randomness_seed = 0;
    friend bool operator==(const UpdateRandomSeed&, const UpdateRandomSeed&) = default;
};

struct QueryWorkflow {
    /// `legacy_query` for the older way of asking.
    std::string query_id;
    std::string query_type;
    Payloads arguments;
    PayloadMap headers;
    friend bool operator==(const QueryWorkflow&, const QueryWorkflow&) = default;
};

struct CancelWorkflow {
    std::string reason;
    friend bool operator==(const CancelWorkflow&, const CancelWorkflow&) = default;
};

struct SignalWorkflow {
    std::string signal_name;
    Payloads input;
    std::string identity;
    PayloadMap headers;
    std::int64_t originating_event_id = 0;
    friend bool operator==(const SignalWorkflow&, const SignalWorkflow&) = default;
};

/// How something that runs elsewhere ended: it answered. Source: the `Success` messages; the payload may be missing.
struct Completed {
    std::optional<Payload> result;
    friend bool operator==(const Completed&, const Completed&) = default;
};
/// The failure is an activity's or a child workflow's, with its cause behind it.
struct Failed {
    Failure failure;
    friend bool operator==(const Failed&, const Failed&) = default;
};
struct Cancelled {
    Failure failure;
    friend bool operator==(const Cancelled&, const Cancelled&) = default;
};
/// Only for local activities: start a timer of this length and schedule the activity again with these two values.
struct Backoff {
    std::uint32_t attempt = 0;
    Duration backoff_duration{};
    std::optional<Time> original_schedule_time;
    friend bool operator==(const Backoff&, const Backoff&) = default;
};

struct ResolveActivity {
    using Result = std::variant<Completed, Failed, Cancelled, Backoff>;
    std::uint32_t seq = 0;
    Result result;
    bool is_local = false;
    friend bool operator==(const ResolveActivity&, const ResolveActivity&) = default;
};

/// The code before this marker ran with the patch.
struct NotifyHasPatch {
    std::string patch_id;
    friend bool operator==(const NotifyHasPatch&, const NotifyHasPatch&) = default;
};

struct ResolveChildWorkflowStart {
    struct Started {
        std::string run_id;
        friend bool operator==(const Started&, const Started&) = default;
    };
    struct NotStarted {
        std::string workflow_id;
        std::string workflow_type;
        StartChildFailedCause cause = StartChildFailedCause::Unspecified;
        friend bool operator==(const NotStarted&, const NotStarted&) = default;
    };
    using Status = std::variant<Started, NotStarted, Cancelled>;
    std::uint32_t seq = 0;
    Status status;
    friend bool operator==(const ResolveChildWorkflowStart&, const ResolveChildWorkflowStart&) = default;
};

struct ResolveChildWorkflow {
    using Result = std::variant<Completed, Failed, Cancelled>;
    std::uint32_t seq = 0;
    Result result;
    friend bool operator==(const ResolveChildWorkflow&, const ResolveChildWorkflow&) = default;
};

struct ResolveSignalExternalWorkflow {
    std::uint32_t seq = 0;
    /// Why the signal was not delivered; empty when it was.
    std::optional<Failure> failure;
    friend bool operator==(const ResolveSignalExternalWorkflow&, const ResolveSignalExternalWorkflow&) = default;
};

struct ResolveRequestCancelExternalWorkflow {
    std::uint32_t seq = 0;
    std::optional<Failure> failure;
    friend bool operator==(const ResolveRequestCancelExternalWorkflow&,
                           const ResolveRequestCancelExternalWorkflow&) = default;
};

struct DoUpdate {
    std::string id;
    std::string protocol_instance_id;
    std::string name;
    Payloads input;
    PayloadMap headers;
    std::string identity;
    /// False in replay: an update that stands in the history was accepted once.
    bool run_validator = false;
    friend bool operator==(const DoUpdate&, const DoUpdate&) = default;
};

/// Comes alone: forget the run and answer with an empty completion.
struct RemoveFromCache {
    /// coresdk.workflow_activation.RemoveFromCache.EvictionReason
    enum class Reason {
        Unspecified = 0,
        CacheFull = 1,
        CacheMiss = 2,
        Nondeterminism = 3,
        LangFail = 4,
        LangRequested = 5,
        TaskNotFound = 6,
        UnhandledCommand = 7,
        Fatal = 8,
        PaginationOrHistoryFetch = 9,
        WorkflowExecutionEnding = 10,
    };
    std::string message;
    Reason reason = Reason::Unspecified;
    friend bool operator==(const RemoveFromCache&, const RemoveFromCache&) = default;
};

/// A job that this library does not know (Nexus): the workflow task fails with its name.
struct Unsupported {
    std::string name;
    friend bool operator==(const Unsupported&, const Unsupported&) = default;
};

}  // namespace acervo::temporal::job

namespace acervo::temporal {

using Job =
    std::variant<job::InitializeWorkflow, job::FireTimer, job::UpdateRandomSeed, job::QueryWorkflow,
                 job::CancelWorkflow, job::SignalWorkflow, job::ResolveActivity, job::NotifyHasPatch,
                 job::ResolveChildWorkflowStart, job::ResolveChildWorkflow, job::ResolveSignalExternalWorkflow,
                 job::ResolveRequestCancelExternalWorkflow, job::DoUpdate, job::RemoveFromCache, job::Unsupported>;

}  // namespace acervo::temporal
