#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "temporal/client/workflow_status.hpp"
#include "temporal/model/execution.hpp"
#include "temporal/model/failure.hpp"
#include "temporal/model/payload.hpp"
#include "temporal/model/policies.hpp"
#include "temporal/model/retry_policy.hpp"
#include "temporal/model/time.hpp"

namespace acervo::temporal {

/// What lists show of a workflow. Source: temporal.api.workflow.v1.WorkflowExecutionInfo.
struct WorkflowSummary {
    WorkflowExecution execution;
    std::string workflow_type;
    WorkflowStatus status = WorkflowStatus::Unspecified;
    std::string task_queue;
    std::optional<Time> start_time;
    /// When the first workflow task may begin: later than the start where there is a delay or a cron.
    std::optional<Time> execution_time;
    std::optional<Time> close_time;
    /// 0 in lists while it runs.
    std::int64_t history_length = 0;
    std::int64_t history_size_bytes = 0;
    PayloadMap memo;
    PayloadMap search_attributes;
    std::optional<WorkflowExecution> parent;
    std::optional<WorkflowExecution> root;
    std::string first_run_id;
    std::optional<Priority> priority;
};

/// temporal.api.enums.v1.PendingActivityState
enum class PendingActivityState {
    Unspecified = 0,
    Scheduled = 1,  ///< Waits for a worker, or for its next attempt.
    Started = 2,
    CancelRequested = 3,
    Paused = 4,
    PauseRequested = 5,
};

/// An activity that has not ended. Source: temporal.api.workflow.v1.PendingActivityInfo.
struct PendingActivity {
    std::string activity_id;
    std::string activity_type;
    PendingActivityState state = PendingActivityState::Unspecified;
    /// The one that runs, or the next; from 1.
    std::int32_t attempt = 0;
    /// 0: as many as the time limits allow.
    std::int32_t maximum_attempts = 0;
    Payloads heartbeat_details;
    std::optional<Time> scheduled_time;
    std::optional<Time> last_started_time;
    std::optional<Time> last_heartbeat_time;
    std::optional<Time> expiration_time;
    std::optional<Time> next_attempt_time;
    std::optional<Duration> retry_pause;
    std::optional<Failure> last_failure;
    std::string last_worker_identity;
};

/// Source: temporal.api.workflow.v1.PendingChildExecutionInfo.
struct PendingChild {
    WorkflowExecution execution;
    std::string workflow_type;
    std::int64_t initiated_event_id = 0;
    ParentClosePolicy parent_close_policy = ParentClosePolicy::Unspecified;
};

/// Source: temporal.api.workflow.v1.PendingWorkflowTaskInfo.
struct PendingWorkflowTask {
    /// Taken by a worker; else it waits for one.
    bool is_started = false;
    /// Above 1: the task fails again and again, a worker's log tells why.
    std::int32_t attempt = 0;
    std::optional<Time> scheduled_time;
    std::optional<Time> started_time;
};

/// All that the server tells of one run. Source: DescribeWorkflowExecutionResponse.
struct WorkflowDescription {
    WorkflowSummary summary;
    std::optional<Duration> execution_timeout;
    std::optional<Duration> run_timeout;
    std::optional<Duration> task_timeout;
    bool cancel_requested = false;
    /// The run that took the place of this one, when it was reset.
    std::string reset_run_id;
    std::vector<PendingActivity> pending_activities;
    std::vector<PendingChild> pending_children;
    std::optional<PendingWorkflowTask> pending_workflow_task;
    /// As given at the start; see StartOptions.
    std::string user_summary;
    std::string user_details;
};

}  // namespace acervo::temporal
