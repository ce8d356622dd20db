#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "temporal/model/execution.hpp"
#include "temporal/model/payload.hpp"
#include "temporal/model/policies.hpp"
#include "temporal/model/retry_policy.hpp"
#include "temporal/model/time.hpp"

namespace acervo::temporal {

/// temporal.api.enums.v1.WorkflowIdConflictPolicy: what happens when a workflow of this id runs now.
enum class WorkflowIdConflictPolicy {
    Unspecified = 0,        ///< The server's default: Fail, and UseExisting for a signal with start.
    Fail = 1,               ///< Conflict; `already_started` tells the run.
    UseExisting = 2,        ///< The answer is the running one.
    TerminateExisting = 3,  ///< It is terminated first.
};

/// An event of another workflow that this one comes from, shown in the web interface.
/// Source: temporal.api.common.v1.Link.WorkflowEvent.
struct WorkflowLink {
    NamespacedExecution execution;
    std::int64_t event_id = 0;
    /// temporal.api.enums.v1.EventType
    std::int32_t event_type = 0;
    friend bool operator==(const WorkflowLink&, const WorkflowLink&) = default;
};

/// Which version of a worker deployment runs it, against the server's choice.
struct RunOnVersion {
    DeploymentVersion version;
    friend bool operator==(const RunOnVersion&, const RunOnVersion&) = default;
};
struct RunOnNewestVersion {
    friend bool operator==(const RunOnNewestVersion&, const RunOnNewestVersion&) = default;
};

/// How a workflow is started. Source: temporal.api.workflowservice.v1.StartWorkflowExecutionRequest.
struct StartOptions {
    /// The name under which the business knows the work; a random one when empty.
    std::string workflow_id{};
    std::string task_queue{};
    WorkflowIdReusePolicy id_reuse_policy = WorkflowIdReusePolicy::Unspecified;
    WorkflowIdConflictPolicy id_conflict_policy = WorkflowIdConflictPolicy::Unspecified;
    /// Of the whole chain of runs, retries and continuations included.
    std::optional<Duration> execution_timeout{};
    std::optional<Duration> run_timeout{};
    /// Of one workflow task; ten seconds by default.
    std::optional<Duration> task_timeout{};
    std::optional<RetryPolicy> retry_policy{};
    /// Five fields, or `@every 1h`, in UTC. Schedules can do more.
    std::string cron_schedule{};
    /// The first workflow task waits that long; a signal ends the wait.
    std::optional<Duration> start_delay{};
    PayloadMap memo{};
    /// Names that the namespace knows; each payload carries its `type` (see SearchAttribute).
    PayloadMap search_attributes{};
    /// Two starts with one request id are one start; a random one when empty, so that repeats of a call start nothing
    /// twice.
    std::string request_id{};
    std::optional<Priority> priority{};
    /// One line, and a longer text, for the web interface.
    std::string summary{};
    std::string details{};
    std::vector<WorkflowLink> links{};
    std::variant<std::monostate, RunOnVersion, RunOnNewestVersion> version{};
    /// For tests: a server that allows it lets the workflow's timers fire at once.
    bool skip_time = false;
};

}  // namespace acervo::temporal
