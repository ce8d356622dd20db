#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "temporal/workflow/outcome.hpp"
#include "temporal/workflow/scheduler.hpp"

namespace acervo::temporal {

/// What futures of all types share. Lives as long as somebody holds the future or the workflow waits for the event.
class FutureStateBase : public std::enable_shared_from_this<FutureStateBase> {
public:
    FutureStateBase(Scheduler& scheduler, std::shared_ptr<CancelScope> scope)
        : scheduler_{&scheduler}, scope_{std::move(scope)} {}
    virtual ~FutureStateBase() = default;
    FutureStateBase(const FutureStateBase&) = delete;
    FutureStateBase& operator=(const FutureStateBase&) = delete;

    bool done() const noexcept { return done_; }
    bool failed() const noexcept { return error_ != nullptr; }
    const std::exception_ptr& error() const noexcept { return error_; }
    Scheduler& scheduler() const noexcept { return *scheduler_; }
    const std::shared_ptr<CancelScope>& scope() const noexcept { return scope_; }

    /// Does nothing when it is done.
    void fail(std::exception_ptr error);
    /// What cancelling means: for the scope of this future, and for `cancel`. Called at most once.
    void on_cancel(CancelScope::Callback request);
    void cancel();

    /// Called when done, in the order of the calls; at once when it is done already.
    void when_done(std::function<void()> listener);
    void suspend(const std::shared_ptr<Waiter>& waiter);
    /// Whether who waits here in a cancelled fiber is let go: not where the thing awaited is cancelled with the fiber
    /// (then its end is awaited), nor where it is shielded.
    bool lets_go(const Fiber& fiber) const noexcept { return !shielded_ && !scope_->is_within(*fiber.scope); }
    void shield() noexcept { shielded_ = true; }
    /// The future stands for a task of this workflow, which must end before what it refers to goes away.
    bool is_task() const noexcept { return is_task_; }
    void mark_task() noexcept { is_task_ = true; }

protected:
    void settle();

private:
    Scheduler* scheduler_;
    std::shared_ptr<CancelScope> scope_;
    std::exception_ptr error_;
    CancelScope::Callback request_cancel_;
    std::uint64_t cancel_id_ = 0;
    std::vector<std::function<void()>> listeners_;
    bool done_ = false;
    bool shielded_ = false;
    bool is_task_ = false;
};

template <class T>
class FutureState : public FutureStateBase {
public:
    using FutureStateBase::FutureStateBase;
    void succeed(Stored<T> value) {
        if (done()) return;
        value_ = std::move(value);
        settle();
    }
    const Stored<T>& value() const {
        if (error()) std::rethrow_exception(error());
        return *value_;
    }
    /// A copy; a type that cannot be copied is moved out.
    Stored<T> get() {
        if (error()) std::rethrow_exception(error());
        if constexpr (std::copy_constructible<Stored<T>>) {
            return *value_;
        } else {
            return std::move(*value_);
        }
    }

private:
    std::optional<Stored<T>> value_;
};

/// Something that `ctx.wait` looks at whenever the workflow rests.
struct Condition : FutureState<void> {
    using FutureState::FutureState;
    std::function<bool()> holds;
    /// Settles when the condition holds, or throws a failure.
    bool check();
};

/// Suspends a coroutine until a future is done, or its fiber is cancelled.
class FutureAwaiter {
public:
    explicit FutureAwaiter(std::shared_ptr<FutureStateBase> state) : state_{std::move(state)} {}
    bool await_ready();
    void await_suspend(std::coroutine_handle<> coroutine);

protected:
    FutureStateBase& state() const noexcept { return *state_; }
    /// Throws Cancelled when the fiber was cancelled and the future is not done.
    void check_interrupted() const;

private:
    std::shared_ptr<FutureStateBase> state_;
    std::shared_ptr<Waiter> waiter_;
    bool interrupted_ = false;
};

/// The answer to something that was begun: an activity, a timer, a child, a spawned task. It runs whether awaited or
/// not, so several run side by side:
///   auto left = ctx.run(probe, a);
///   auto right = ctx.run(probe, b);
///   auto sum = co_await left + co_await right;
/// May be copied, awaited by several and more than once. `co_await` throws what the operation failed with.
template <class T>
class [[nodiscard]] Future {
public:
    explicit Future(std::shared_ptr<FutureState<T>> state) : state_{std::move(state)} {}

    bool done() const noexcept { return state_->done(); }
    /// Asks it to end. It may still succeed, when it was nearly there.
    void cancel() const { state_->cancel(); }

    /// Copies the value; a type that cannot be copied is moved out, and can be awaited once.
    class Awaiter : public FutureAwaiter {
    public:
        using FutureAwaiter::FutureAwaiter;
        T await_resume() const {
            this->check_interrupted();
            auto& state = static_cast<FutureState<T>&>(this->state());
            if constexpr (std::is_void_v<T>) {
                static_cast<void>(state.value());
            } else {
                return state.get();
            }
        }
    };
    Awaiter operator co_await() const { return Awaiter{state_}; }

    class SettledAwaiter : public FutureAwaiter {
    public:
        using FutureAwaiter::FutureAwaiter;
        Outcome<T> await_resume() const {
            try {
                this->check_interrupted();
                return Outcome<T>{static_cast<FutureState<T>&>(this->state()).get()};
            } catch (const TemporalFailure& known) {
                return Outcome<T>{std::unexpected{known.failure()}};
            }
        }
    };
    /// `co_await future.settled()`: an Outcome; bugs still fly.
    SettledAwaiter settled() const { return SettledAwaiter{state_}; }

    const std::shared_ptr<FutureState<T>>& state() const noexcept { return state_; }

private:
    std::shared_ptr<FutureState<T>> state_;
};

}  // namespace acervo::temporal
