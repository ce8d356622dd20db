#include "temporal/client/server_calls.hpp"

#include <temporal/api/workflowservice/v1/request_response.pb.h>

#include "core/id.hpp"
#include "temporal/client/call_failure.hpp"
#include "temporal/client/rpc.hpp"
#include "temporal/client/server_updates.hpp"
#include "temporal/client/wire_start.hpp"
#include "temporal/payload/convert.hpp"

namespace acervo::temporal {

namespace {

namespace service = ::temporal::api::workflowservice::v1;
namespace enums = ::temporal::api::enums::v1;

std::string name_of(const WorkflowExecution& execution) { return "workflow " + execution.workflow_id; }

Async<Result<StartedWorkflow>> start_workflow(Core core, StartWorkflow asked) {
    const auto call = CO_TRY(wire::prepared(*core, std::move(asked)));
    const auto what = "start \"" + call.workflow_type + "\" (id " + call.options.workflow_id + ")";
    service::StartWorkflowExecutionRequest request;
    CO_TRY(wire::write_start_request(*core, call, request));
    if (call.options.id_conflict_policy == WorkflowIdConflictPolicy::UseExisting && !call.options.links.empty()) {
        request.mutable_on_conflict_options()->set_attach_request_id(true);
        request.mutable_on_conflict_options()->set_attach_links(true);
    }
    auto answer = co_await ask<service::StartWorkflowExecutionResponse>(
        core, "StartWorkflowExecution", request.SerializeAsString(), call.terms.deadline);
    if (!answer) co_return fail(explained(std::move(answer).error(), what));
    StartedWorkflow started{call.options.workflow_id, answer->run_id(), answer->first_execution_run_id(),
                            answer->started()};
    if (started.first_run_id.empty()) started.first_run_id = started.run_id;
    co_return started;
}

Async<Result<StartedWorkflow>> signal_with_start(Core core, SignalWithStart asked) {
    const auto what = "signal \"" + asked.signal_name + "\" with start of \"" + asked.start.workflow_type + "\"";
    const auto call = CO_TRY(wire::prepared(*core, std::move(asked.start)));
    const auto arguments = CO_TRY(core->encode(std::move(asked.signal_arguments), what));
    service::SignalWithStartWorkflowExecutionRequest request;
    CO_TRY(wire::write_start_request(*core, call, request));
    request.set_signal_name(asked.signal_name);
    if (!arguments.empty()) wire::write(arguments, *request.mutable_signal_input()->mutable_payloads());
    auto answer = co_await ask<service::SignalWithStartWorkflowExecutionResponse>(
        core, "SignalWithStartWorkflowExecution", request.SerializeAsString(), call.terms.deadline);
    if (!answer) co_return fail(explained(std::move(answer).error(), what));
    StartedWorkflow started{call.options.workflow_id, answer->run_id(), answer->first_execution_run_id(),
                            answer->started()};
    if (started.first_run_id.empty()) started.first_run_id = started.run_id;
    co_return started;
}

Async<Result<void>> signal_workflow(Core core, SignalWorkflow call) {
    const auto what = "signal \"" + call.signal_name + "\" to " + name_of(call.execution);
    const auto arguments = CO_TRY(core->encode(std::move(call.arguments), what));
    service::SignalWorkflowExecutionRequest request;
    request.set_namespace_(core->name_space());
    request.set_identity(core->identity());
    wire::write(call.execution, *request.mutable_workflow_execution());
    request.set_signal_name(call.signal_name);
    request.set_request_id(call.request_id.empty() ? Uuid::make().to_string() : call.request_id);
    if (!arguments.empty()) wire::write(arguments, *request.mutable_input()->mutable_payloads());
    if (!call.headers.empty()) wire::write(call.headers, *request.mutable_header()->mutable_fields());
    auto done = co_await tell(core, "SignalWorkflowExecution", request.SerializeAsString(), call.terms.deadline);
    if (!done) co_return fail(explained(std::move(done).error(), what));
    co_return ok();
}

Async<Result<Payload>> query_workflow(Core core, QueryWorkflow call) {
    const auto what = "query \"" + call.query_name + "\" of " + name_of(call.execution);
    const auto arguments = CO_TRY(core->encode(std::move(call.arguments), what));
    service::QueryWorkflowRequest request;
    request.set_namespace_(core->name_space());
    wire::write(call.execution, *request.mutable_execution());
    request.mutable_query()->set_query_type(call.query_name);
    if (!arguments.empty()) wire::write(arguments, *request.mutable_query()->mutable_query_args()->mutable_payloads());
    if (!call.headers.empty()) wire::write(call.headers, *request.mutable_query()->mutable_header()->mutable_fields());
    request.set_query_reject_condition(wire::same_number<enums::QueryRejectCondition>(call.reject));
    auto answer = co_await ask<service::QueryWorkflowResponse>(core, "QueryWorkflow", request.SerializeAsString(),
                                                               call.terms.deadline);
    if (!answer) co_return fail(explained(std::move(answer).error(), what));
    if (answer->has_query_rejected()) {
        const auto status = wire::same_number<WorkflowStatus>(answer->query_rejected().status());
        co_return fail(ErrorKind::PreconditionFailed,
                       what + ": the workflow is " + std::string{name_of(status)} + " and is not asked");
    }
    const auto payloads = CO_TRY(core->decode(wire::read(answer->query_result().payloads())));
    co_return payloads.empty() ? null_payload() : payloads.front();
}

Async<Result<void>> cancel_workflow(Core core, CancelWorkflow call) {
    service::RequestCancelWorkflowExecutionRequest request;
    request.set_namespace_(core->name_space());
    request.set_identity(core->identity());
    request.set_request_id(Uuid::make().to_string());
    wire::write(call.execution, *request.mutable_workflow_execution());
    request.set_first_execution_run_id(call.first_run_id);
    request.set_reason(call.reason);
    auto done = co_await tell(core, "RequestCancelWorkflowExecution", request.SerializeAsString(), call.terms.deadline);
    if (!done) co_return fail(explained(std::move(done).error(), "cancel " + name_of(call.execution)));
    co_return ok();
}

Async<Result<void>> terminate_workflow(Core core, TerminateWorkflow call) {
    const auto what = "terminate " + name_of(call.execution);
    const auto details = CO_TRY(core->encode(std::move(call.details), what));
    service::TerminateWorkflowExecutionRequest request;
    request.set_namespace_(core->name_space());
    request.set_identity(core->identity());
    wire::write(call.execution, *request.mutable_workflow_execution());
    request.set_first_execution_run_id(call.first_run_id);
    request.set_reason(call.reason);
    if (!details.empty()) wire::write(details, *request.mutable_details()->mutable_payloads());
    auto done = co_await tell(core, "TerminateWorkflowExecution", request.SerializeAsString(), call.terms.deadline);
    if (!done) co_return fail(explained(std::move(done).error(), what));
    co_return ok();
}

class ServerCalls final : public ClientOutbound {
public:
    explicit ServerCalls(Core core) : core_{std::move(core)} {}
    Async<Result<StartedWorkflow>> start(StartWorkflow call) override { return start_workflow(core_, std::move(call)); }
    Async<Result<void>> signal(SignalWorkflow call) override { return signal_workflow(core_, std::move(call)); }
    Async<Result<StartedWorkflow>> signal_with_start(SignalWithStart call) override {
        return temporal::signal_with_start(core_, std::move(call));
    }
    Async<Result<Payload>> query(QueryWorkflow call) override { return query_workflow(core_, std::move(call)); }
    Async<Result<UpdateState>> update(UpdateWorkflow call) override { return update_workflow(core_, std::move(call)); }
    Async<Result<UpdateState>> poll_update(PollUpdate call) override {
        return temporal::poll_update(core_, std::move(call));
    }
    Async<Result<void>> cancel(CancelWorkflow call) override { return cancel_workflow(core_, std::move(call)); }
    Async<Result<void>> terminate(TerminateWorkflow call) override {
        return terminate_workflow(core_, std::move(call));
    }

private:
    Core core_;
};

}  // namespace

std::shared_ptr<ClientOutbound> make_server_calls(Core core) { return std::make_shared<ServerCalls>(std::move(core)); }

}  // namespace acervo::temporal
