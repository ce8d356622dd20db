#pragma once

#include <memory>
#include <type_traits>
#include <utility>

#include "temporal/workflow/future.hpp"
#include "temporal/workflow/run.hpp"

namespace acervo::temporal {

/// Tells a future how a task ended. What is no failure is a bug: it also fails the workflow task, awaited or not.
inline void report_failure(FutureStateBase& state) noexcept {
    try {
        throw;
    } catch (const TemporalFailure&) {
    } catch (const ContinueAsNewRequest&) {
    } catch (...) {
        state.scheduler().report_bug(std::current_exception());
    }
    state.fail(std::current_exception());
}

/// The coroutine around a spawned task.
template <class T>
Task<void> drive(Task<T> task, std::shared_ptr<FutureState<T>> state) {
    try {
        if constexpr (std::is_void_v<T>) {
            co_await std::move(task);
            state->succeed({});
        } else {
            state->succeed(co_await std::move(task));
        }
    } catch (...) {
        report_failure(*state);
    }
}

/// Starts a task as a fiber of its own, in a scope below `parent`.
template <class T>
Future<T> spawn_task(Scheduler& scheduler, std::shared_ptr<CancelScope> parent, Task<T> task) {
    auto scope = CancelScope::make(std::move(parent));
    auto state = std::make_shared<FutureState<T>>(scheduler, scope);
    state->mark_task();
    state->on_cancel([scope] { scope->cancel("the task was cancelled"); });
    scheduler.start(drive(std::move(task), state), std::move(scope));
    return Future<T>{std::move(state)};
}

}  // namespace acervo::temporal
