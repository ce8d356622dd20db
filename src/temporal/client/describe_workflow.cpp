#include "temporal/client/describe_workflow.hpp"

#include <temporal/api/workflowservice/v1/request_response.pb.h>

#include "temporal/client/call_failure.hpp"
#include "temporal/client/rpc.hpp"
#include "temporal/client/wire_description.hpp"
#include "temporal/client/wire_start.hpp"
#include "temporal/engine/wire_values.hpp"

namespace acervo::temporal {

namespace {

namespace service = ::temporal::api::workflowservice::v1;
namespace enums = ::temporal::api::enums::v1;
namespace workflow = ::temporal::api::workflow::v1;

void read_config(const ClientCore& core, const workflow::WorkflowExecutionConfig& from, WorkflowDescription& into) {
    if (from.has_workflow_execution_timeout()) into.execution_timeout = wire::read(from.workflow_execution_timeout());
    if (from.has_workflow_run_timeout()) into.run_timeout = wire::read(from.workflow_run_timeout());
    if (from.has_default_workflow_task_timeout()) {
        into.task_timeout = wire::read(from.default_workflow_task_timeout());
    }
    StartOptions texts;
    wire::read_user_metadata(core, from.user_metadata(), texts);
    into.user_summary = std::move(texts.summary);
    into.user_details = std::move(texts.details);
    // Descriptions of old servers say the queue only here.
    if (into.summary.task_queue.empty()) into.summary.task_queue = from.task_queue().name();
}

PendingChild read_child(const workflow::PendingChildExecutionInfo& from) {
    PendingChild into;
    into.execution = WorkflowExecution{from.workflow_id(), from.run_id()};
    into.workflow_type = from.workflow_type_name();
    into.initiated_event_id = from.initiated_id();
    into.parent_close_policy = wire::same_number<ParentClosePolicy>(from.parent_close_policy());
    return into;
}

PendingWorkflowTask read_task(const workflow::PendingWorkflowTaskInfo& from) {
    PendingWorkflowTask into;
    into.is_started = from.state() == enums::PENDING_WORKFLOW_TASK_STATE_STARTED;
    into.attempt = from.attempt();
    if (from.has_scheduled_time()) into.scheduled_time = wire::read(from.scheduled_time());
    if (from.has_started_time()) into.started_time = wire::read(from.started_time());
    return into;
}

}  // namespace

Async<Result<WorkflowDescription>> describe_workflow(Core core, WorkflowExecution execution, Deadline deadline) {
    service::DescribeWorkflowExecutionRequest request;
    request.set_namespace_(core->name_space());
    wire::write(execution, *request.mutable_execution());
    auto answer = co_await ask<service::DescribeWorkflowExecutionResponse>(core, "DescribeWorkflowExecution",
                                                                           request.SerializeAsString(), deadline);
    if (!answer) co_return fail(explained(std::move(answer).error(), "describe workflow " + execution.workflow_id));
    WorkflowDescription into;
    into.summary = CO_TRY(wire::read_summary(*core, answer->workflow_execution_info()));
    read_config(*core, answer->execution_config(), into);
    into.cancel_requested = answer->workflow_extended_info().cancel_requested();
    into.reset_run_id = answer->workflow_extended_info().reset_run_id();
    for (const auto& activity : answer->pending_activities()) {
        into.pending_activities.push_back(CO_TRY(wire::read_activity(*core, activity)));
    }
    for (const auto& child : answer->pending_children()) into.pending_children.push_back(read_child(child));
    if (answer->has_pending_workflow_task()) into.pending_workflow_task = read_task(answer->pending_workflow_task());
    co_return into;
}

}  // namespace acervo::temporal
