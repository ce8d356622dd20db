#include "temporal/client/async_activity.hpp"

#include <temporal/api/workflowservice/v1/request_response.pb.h>

#include "temporal/client/call_failure.hpp"
#include "temporal/client/rpc.hpp"
#include "temporal/engine/wire_values.hpp"

namespace acervo::temporal {

namespace {

namespace service = ::temporal::api::workflowservice::v1;
using Which = std::variant<TaskToken, ActivityIds>;

/// The call by token or by ids, and its request; both have the same fields but for the name of the activity.
struct Prepared {
    std::string rpc;
    std::string request;
};

template <class ByToken, class ById, class Fill>
Prepared prepare(const ClientCore& core, const Which& which, std::string rpc, const Fill& fill) {
    if (const auto* token = std::get_if<TaskToken>(&which)) {
        ByToken request;
        request.set_task_token(token->bytes);
        request.set_namespace_(core.name_space());
        request.set_identity(core.identity());
        fill(request);
        return {std::move(rpc), request.SerializeAsString()};
    }
    const auto& ids = std::get<ActivityIds>(which);
    ById request;
    request.set_workflow_id(ids.execution.workflow_id);
    request.set_run_id(ids.execution.run_id);
    request.set_activity_id(ids.activity_id);
    request.set_namespace_(core.name_space());
    request.set_identity(core.identity());
    fill(request);
    return {rpc + "ById", request.SerializeAsString()};
}

Async<Result<void>> send(ClientContext context, Prepared prepared, std::string what) {
    auto done = co_await tell(context.core, std::move(prepared.rpc), std::move(prepared.request), context.deadline());
    if (!done) co_return acervo::fail(explained(std::move(done).error(), what));
    co_return ok();
}

Async<Result<void>> complete_activity(ClientContext context, Which which, Result<Payloads> result) {
    auto plain = CO_TRY(std::move(result));
    const auto encoded = CO_TRY(context.core->encode(std::move(plain), "result of an activity"));
    auto prepared =
        prepare<service::RespondActivityTaskCompletedRequest, service::RespondActivityTaskCompletedByIdRequest>(
            *context.core, which, "RespondActivityTaskCompleted", [&](auto& request) {
                if (!encoded.empty()) wire::write(encoded, *request.mutable_result()->mutable_payloads());
            });
    co_return co_await send(std::move(context), std::move(prepared), "complete an activity");
}

Async<Result<void>> fail_activity(ClientContext context, Which which, Failure failure) {
    const auto encoded = CO_TRY(context.core->encode(std::move(failure)));
    auto prepared = prepare<service::RespondActivityTaskFailedRequest, service::RespondActivityTaskFailedByIdRequest>(
        *context.core, which, "RespondActivityTaskFailed",
        [&](auto& request) { wire::write(encoded, *request.mutable_failure()); });
    co_return co_await send(std::move(context), std::move(prepared), "fail an activity");
}

Async<Result<void>> cancel_activity(ClientContext context, Which which) {
    auto prepared =
        prepare<service::RespondActivityTaskCanceledRequest, service::RespondActivityTaskCanceledByIdRequest>(
            *context.core, which, "RespondActivityTaskCanceled", [](auto& /*request*/) {});
    co_return co_await send(std::move(context), std::move(prepared), "report an activity as cancelled");
}

Async<Result<HeartbeatAnswer>> record_heartbeat(ClientContext context, Which which, Result<Payloads> details) {
    auto plain = CO_TRY(std::move(details));
    const auto encoded = CO_TRY(context.core->encode(std::move(plain), "heartbeat of an activity"));
    auto prepared =
        prepare<service::RecordActivityTaskHeartbeatRequest, service::RecordActivityTaskHeartbeatByIdRequest>(
            *context.core, which, "RecordActivityTaskHeartbeat", [&](auto& request) {
                if (!encoded.empty()) wire::write(encoded, *request.mutable_details()->mutable_payloads());
            });
    // Both responses have the same fields with the same numbers.
    auto answer = co_await ask<service::RecordActivityTaskHeartbeatResponse>(
        context.core, std::move(prepared.rpc), std::move(prepared.request), context.deadline());
    if (!answer) co_return acervo::fail(explained(std::move(answer).error(), "heartbeat of an activity"));
    co_return HeartbeatAnswer{answer->cancel_requested(), answer->activity_paused(), answer->activity_reset()};
}

}  // namespace

Async<Result<void>> AsyncActivity::complete_with(Result<Payloads> result) const {
    return complete_activity(context_, which_, std::move(result));
}

Async<Result<void>> AsyncActivity::fail(Failure failure) const {
    return fail_activity(context_, which_, std::move(failure));
}

Async<Result<void>> AsyncActivity::report_cancelled() const { return cancel_activity(context_, which_); }

Async<Result<HeartbeatAnswer>> AsyncActivity::heartbeat_with(Result<Payloads> details) const {
    return record_heartbeat(context_, which_, std::move(details));
}

}  // namespace acervo::temporal
