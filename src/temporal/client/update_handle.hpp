#pragma once

#include <string>
#include <utility>

#include "temporal/client/call_failure.hpp"
#include "temporal/client/typed_payloads.hpp"
#include "temporal/client/untyped_handle.hpp"

namespace acervo::temporal {

/// The answer out of an update that has ended.
template <class A>
Async<Result<A>> answer_of(Async<Result<UpdateState>> work, std::string what) {
    auto state = CO_TRY(co_await std::move(work));
    if (state.failure) {
        CallFailure failure;
        failure.failure = *std::move(state.failure);
        co_return fail(failed_call(what, std::move(failure)));
    }
    co_return decode_as<A>(state.answer ? *state.answer : null_payload(), "answer to " + what);
}

/// An update that was accepted.
template <class A>
class UpdateHandle {
public:
    UpdateHandle(UntypedHandle workflow, std::string update_id)
        : workflow_{std::move(workflow)}, update_id_{std::move(update_id)} {}

    const std::string& update_id() const noexcept { return update_id_; }
    /// Waits for its answer. A failed update is an error with its failure; Timeout at the deadline, and it goes on.
    Async<Result<A>> result(Deadline deadline) const {
        return answer_of<A>(workflow_.wait_update(update_id_, deadline), "update " + update_id_);
    }

private:
    UntypedHandle workflow_;
    std::string update_id_;
};

/// A handle once the update was accepted; its failure when it was rejected, or failed at once.
template <class A>
Async<Result<UpdateHandle<A>>> accepted(UntypedHandle workflow, Async<Result<UpdateState>> work, std::string what) {
    auto state = CO_TRY(co_await std::move(work));
    if (state.failure) {
        CallFailure failure;
        failure.failure = *std::move(state.failure);
        co_return fail(failed_call(what, std::move(failure)));
    }
    co_return UpdateHandle<A>{std::move(workflow), state.update_id};
}

}  // namespace acervo::temporal
