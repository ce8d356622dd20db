#include "temporal/workflow/future.hpp"

namespace acervo::temporal {

void FutureStateBase::settle() {
    done_ = true;
    scope_->forget(cancel_id_);
    request_cancel_ = nullptr;
    for (const auto& listener : std::exchange(listeners_, {})) listener();
}

void FutureStateBase::fail(std::exception_ptr error) {
    if (done_) return;
    error_ = std::move(error);
    settle();
}

void FutureStateBase::on_cancel(CancelScope::Callback request) {
    scope_->forget(cancel_id_);
    request_cancel_ = std::move(request);
    const auto pass_on = [weak = weak_from_this()] {
        if (const auto state = weak.lock()) state->cancel();
    };
    cancel_id_ = scope_->on_cancel(pass_on);
}

void FutureStateBase::cancel() {
    const auto request = std::exchange(request_cancel_, nullptr);
    if (request && !done_ && !scheduler_->stopped()) request();
}

void FutureStateBase::when_done(std::function<void()> listener) {
    if (done_) return listener();
    listeners_.push_back(std::move(listener));
}

void FutureStateBase::suspend(const std::shared_ptr<Waiter>& waiter) {
    auto& scheduler = *scheduler_;
    when_done([&scheduler, waiter] { scheduler.wake(waiter); });
    if (!lets_go(*waiter->fiber)) return;
    waiter->cancel_id = waiter->fiber->scope->on_cancel([&scheduler, waiter] {
        waiter->interrupted = !waiter->woken;
        scheduler.wake(waiter);
    });
}

bool Condition::check() {
    try {
        if (!holds()) return false;
        succeed({});
    } catch (const TemporalFailure&) {
        fail(std::current_exception());
    }
    return true;
}

bool FutureAwaiter::await_ready() {
    if (state_->done()) return true;
    const auto& fiber = *state_->scheduler().fiber();
    interrupted_ = fiber.scope->cancelled() && state_->lets_go(fiber);
    return interrupted_;
}

void FutureAwaiter::await_suspend(std::coroutine_handle<> coroutine) {
    waiter_ = std::make_shared<Waiter>();
    waiter_->coroutine = coroutine;
    waiter_->fiber = state_->scheduler().fiber();
    state_->suspend(waiter_);
}

void FutureAwaiter::check_interrupted() const {
    if (interrupted_ || (waiter_ && waiter_->interrupted)) {
        throw Cancelled{state_->scheduler().fiber()->scope->reason()};
    }
}

}  // namespace acervo::temporal
