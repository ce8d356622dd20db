#include "temporal/client/untyped_handle.hpp"

#include "temporal/client/describe_workflow.hpp"
#include "temporal/client/reset_workflow.hpp"

namespace acervo::temporal {

namespace {

// The chain of interceptors is held by the frame that awaits it.
using Chain = std::shared_ptr<ClientOutbound>;

Async<Result<void>> run(Chain chain, SignalWorkflow call, Result<Payloads> arguments) {
    call.arguments = CO_TRY(std::move(arguments));
    co_return co_await chain->signal(std::move(call));
}

Async<Result<Payload>> run(Chain chain, QueryWorkflow call, Result<Payloads> arguments) {
    call.arguments = CO_TRY(std::move(arguments));
    co_return co_await chain->query(std::move(call));
}

Async<Result<UpdateState>> run(Chain chain, UpdateWorkflow call, Result<Payloads> arguments) {
    call.arguments = CO_TRY(std::move(arguments));
    co_return co_await chain->update(std::move(call));
}

Async<Result<UpdateState>> run(Chain chain, PollUpdate call) { co_return co_await chain->poll_update(std::move(call)); }

Async<Result<void>> run(Chain chain, CancelWorkflow call) { co_return co_await chain->cancel(std::move(call)); }

Async<Result<void>> run(Chain chain, TerminateWorkflow call) { co_return co_await chain->terminate(std::move(call)); }

}  // namespace

Async<Result<Payload>> UntypedHandle::wait(Deadline deadline, FollowRuns follow) const {
    WaitForResult wait{execution_, follow, deadline};
    if (wait.execution.run_id.empty()) wait.execution.run_id = started_run_id_;
    return wait_for_result(context_.core, std::move(wait));
}

Async<Result<void>> UntypedHandle::send_signal(std::string name, Result<Payloads> arguments) const {
    SignalWorkflow call;
    call.terms = context_.terms();
    call.execution = execution_;
    call.signal_name = std::move(name);
    return run(context_.outbound, std::move(call), std::move(arguments));
}

Async<Result<Payload>> UntypedHandle::ask_query(std::string name, Result<Payloads> arguments,
                                                QueryReject reject) const {
    QueryWorkflow call;
    call.terms = context_.terms();
    call.execution = execution_;
    call.query_name = std::move(name);
    call.reject = reject;
    return run(context_.outbound, std::move(call), std::move(arguments));
}

Async<Result<UpdateState>> UntypedHandle::send_update(std::string name, Result<Payloads> arguments,
                                                      UpdateOptions options, UpdateStage stage) const {
    UpdateWorkflow call;
    call.terms = context_.terms();
    call.execution = execution_;
    call.first_run_id = first_run_id_;
    call.update_name = std::move(name);
    call.update_id = std::move(options.update_id);
    call.wait_for = stage;
    return run(context_.outbound, std::move(call), std::move(arguments));
}

Async<Result<UpdateState>> UntypedHandle::wait_update(std::string update_id, Deadline deadline) const {
    PollUpdate call;
    call.terms = context_.terms();
    call.terms.deadline = deadline;
    call.execution = execution_;
    call.update_id = std::move(update_id);
    return run(context_.outbound, std::move(call));
}

Async<Result<WorkflowDescription>> UntypedHandle::describe() const {
    return describe_workflow(context_.core, execution_, context_.deadline());
}

Async<Result<void>> UntypedHandle::cancel(std::string reason) const {
    CancelWorkflow call{context_.terms(), execution_, first_run_id_, std::move(reason)};
    return run(context_.outbound, std::move(call));
}

Async<Result<void>> UntypedHandle::terminate(std::string reason) const {
    TerminateWorkflow call;
    call.terms = context_.terms();
    call.execution = execution_;
    call.first_run_id = first_run_id_;
    call.reason = std::move(reason);
    return run(context_.outbound, std::move(call));
}

Async<Result<std::string>> UntypedHandle::reset(ResetPoint point, std::string reason) const {
    ResetWorkflow call{execution_, point, std::move(reason), context_.deadline()};
    return reset_workflow(context_.core, std::move(call));
}

}  // namespace acervo::temporal
