#include "temporal/client/server_updates.hpp"

#include <temporal/api/workflowservice/v1/request_response.pb.h>

#include "core/id.hpp"
#include "core/sleep.hpp"
#include "temporal/client/call_failure.hpp"
#include "temporal/client/rpc.hpp"
#include "temporal/engine/wire_values.hpp"
#include "temporal/payload/convert.hpp"

namespace acervo::temporal {

namespace {

namespace service = ::temporal::api::workflowservice::v1;
namespace enums = ::temporal::api::enums::v1;

using namespace std::chrono_literals;

/// A round that came back without the stage was cut short by the server; between two of them is a pause, for a server
/// that answers at once would be asked without end.
constexpr auto kPause = 50ms;

/// What both responses tell.
template <class Response>
Result<UpdateState> read_state(const ClientCore& core, const Response& response, std::string update_id) {
    UpdateState state;
    state.update_id = std::move(update_id);
    if (response.has_update_ref()) state.execution = wire::read(response.update_ref().workflow_execution());
    state.stage = wire::same_number<UpdateStage>(response.stage());
    if (!response.has_outcome()) return state;
    state.stage = UpdateStage::Completed;
    if (response.outcome().has_failure()) {
        auto failure = core.decode(wire::read(response.outcome().failure()));
        if (!failure) return fail(std::move(failure).error());
        state.failure = *std::move(failure);
    } else {
        auto answer = core.decode(wire::read(response.outcome().success().payloads()));
        if (!answer) return fail(std::move(answer).error());
        state.answer = answer->empty() ? null_payload() : std::move(answer->front());
    }
    return state;
}

bool is_enough(const UpdateState& state, UpdateStage wanted) {
    return state.has_ended() || static_cast<int>(state.stage) >= static_cast<int>(wanted);
}

void write_wait(UpdateStage stage, ::temporal::api::update::v1::WaitPolicy& into) {
    into.set_lifecycle_stage(wire::same_number<enums::UpdateWorkflowExecutionLifecycleStage>(stage));
}

Result<service::UpdateWorkflowExecutionRequest> request_of(const ClientCore& core, UpdateWorkflow call,
                                                           const std::string& what) {
    auto arguments = core.encode(std::move(call.arguments), what);
    if (!arguments) return fail(std::move(arguments).error());
    service::UpdateWorkflowExecutionRequest request;
    request.set_namespace_(core.name_space());
    wire::write(call.execution, *request.mutable_workflow_execution());
    request.set_first_execution_run_id(call.first_run_id);
    write_wait(call.wait_for, *request.mutable_wait_policy());
    auto& meta = *request.mutable_request()->mutable_meta();
    meta.set_update_id(call.update_id);
    meta.set_identity(core.identity());
    auto& input = *request.mutable_request()->mutable_input();
    input.set_name(call.update_name);
    if (!arguments->empty()) wire::write(*arguments, *input.mutable_args()->mutable_payloads());
    if (!call.headers.empty()) wire::write(call.headers, *input.mutable_header()->mutable_fields());
    return request;
}

}  // namespace

Async<Result<UpdateState>> update_workflow(Core core, UpdateWorkflow call) {
    if (call.update_id.empty()) call.update_id = Uuid::make().to_string();
    const auto id = call.update_id;
    const auto wanted = call.wait_for;
    const auto deadline = call.terms.deadline;
    const auto what = "update \"" + call.update_name + "\" of workflow " + call.execution.workflow_id;
    const auto request = CO_TRY(request_of(*core, std::move(call), what));
    // The id makes repeats one update.
    for (;;) {
        auto answer = co_await ask<service::UpdateWorkflowExecutionResponse>(core, "UpdateWorkflowExecution",
                                                                             request.SerializeAsString(), deadline);
        if (!answer) co_return fail(explained(std::move(answer).error(), what));
        auto state = CO_TRY(read_state(*core, *answer, id));
        // Once accepted it is in the history, and polling is cheaper than asking again.
        if (is_enough(state, wanted)) co_return state;
        if (is_enough(state, UpdateStage::Accepted)) {
            PollUpdate poll;
            poll.terms.deadline = deadline;
            poll.execution = state.execution;
            poll.update_id = id;
            poll.wait_for = wanted;
            co_return co_await poll_update(core, std::move(poll));
        }
        co_await sleep_for(kPause);
    }
}

Async<Result<UpdateState>> poll_update(Core core, PollUpdate call) {
    const auto what = "update " + call.update_id + " of workflow " + call.execution.workflow_id;
    service::PollWorkflowExecutionUpdateRequest request;
    request.set_namespace_(core->name_space());
    request.set_identity(core->identity());
    request.mutable_update_ref()->set_update_id(call.update_id);
    wire::write(call.execution, *request.mutable_update_ref()->mutable_workflow_execution());
    write_wait(call.wait_for, *request.mutable_wait_policy());
    for (;;) {
        auto answer = co_await ask<service::PollWorkflowExecutionUpdateResponse>(
            core, "PollWorkflowExecutionUpdate", request.SerializeAsString(), call.terms.deadline);
        if (!answer) co_return fail(explained(std::move(answer).error(), what));
        auto state = CO_TRY(read_state(*core, *answer, call.update_id));
        if (is_enough(state, call.wait_for)) co_return state;
        co_await sleep_for(kPause);
    }
}

}  // namespace acervo::temporal
