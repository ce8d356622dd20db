#include "temporal/client/reset_workflow.hpp"

#include <temporal/api/workflowservice/v1/request_response.pb.h>

#include "core/id.hpp"
#include "temporal/client/call_failure.hpp"
#include "temporal/client/rpc.hpp"
#include "temporal/engine/wire_values.hpp"

namespace acervo::temporal {

namespace {

namespace service = ::temporal::api::workflowservice::v1;
namespace enums = ::temporal::api::enums::v1;

/// Where the first or the last workflow task ended; 0 when none has.
Async<Result<std::int64_t>> find_task(Core core, WorkflowExecution execution, bool is_first, Deadline deadline) {
    service::GetWorkflowExecutionHistoryRequest request;
    request.set_namespace_(core->name_space());
    wire::write(execution, *request.mutable_execution());
    std::int64_t found = 0;
    do {
        const auto page = CO_TRY(co_await ask<service::GetWorkflowExecutionHistoryResponse>(
            core, "GetWorkflowExecutionHistory", request.SerializeAsString(), deadline));
        for (const auto& event : page.history().events()) {
            if (event.event_type() != enums::EVENT_TYPE_WORKFLOW_TASK_COMPLETED) continue;
            found = event.event_id();
            if (is_first) co_return found;
        }
        request.set_next_page_token(page.next_page_token());
    } while (!request.next_page_token().empty());
    co_return found;
}

/// The event, and the run that it is of: the latest when the caller named none.
Async<Result<std::int64_t>> find_point(Core core, ResetWorkflow call) {
    if (const auto* event = std::get_if<ResetToEvent>(&call.point)) co_return event->event_id;
    const bool is_first = std::holds_alternative<ResetToFirstTask>(call.point);
    co_return co_await find_task(std::move(core), std::move(call.execution), is_first, call.deadline);
}

}  // namespace

Async<Result<std::string>> reset_workflow(Core core, ResetWorkflow call) {
    const auto what = "reset workflow " + call.execution.workflow_id;
    auto point = co_await find_point(core, call);
    if (!point) co_return fail(explained(std::move(point).error(), what));
    if (*point == 0) co_return fail(ErrorKind::PreconditionFailed, what + ": no workflow task has been completed");
    service::ResetWorkflowExecutionRequest request;
    request.set_namespace_(core->name_space());
    request.set_identity(core->identity());
    request.set_request_id(Uuid::make().to_string());
    wire::write(call.execution, *request.mutable_workflow_execution());
    request.set_workflow_task_finish_event_id(*point);
    request.set_reason(call.reason);
    auto answer = co_await ask<service::ResetWorkflowExecutionResponse>(core, "ResetWorkflowExecution",
                                                                        request.SerializeAsString(), call.deadline);
    if (!answer) co_return fail(explained(std::move(answer).error(), what));
    co_return answer->run_id();
}

}  // namespace acervo::temporal
