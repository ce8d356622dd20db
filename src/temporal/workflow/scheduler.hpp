#pragma once

#include <coroutine>
#include <deque>
#include <exception>
#include <functional>
#include <list>
#include <memory>

#include "temporal/workflow/cancel_scope.hpp"
#include "temporal/workflow/task.hpp"

namespace acervo::temporal {

class FutureStateBase;
struct Condition;

/// A line of execution inside a workflow, with a scope of its own: the main function, each `ctx.spawn`.
struct Fiber {
    std::shared_ptr<CancelScope> scope;
};

/// A coroutine that waits, and the fiber it belongs to.
struct Waiter {
    std::coroutine_handle<> coroutine;
    std::shared_ptr<Fiber> fiber;
    bool woken = false;
    /// Woken because its fiber was cancelled, not because the thing it waits for happened.
    bool interrupted = false;
    std::uint64_t cancel_id = 0;
};

/// Runs the coroutines of one workflow, one at a time, first come first served. It knows no clock and no thread, so the
/// same events give the same order again.
class Scheduler {
public:
    Scheduler();
    ~Scheduler();
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    const std::shared_ptr<CancelScope>& root_scope() const noexcept { return root_->scope; }
    /// The fiber that runs now; outside of `run`, the main one.
    const std::shared_ptr<Fiber>& fiber() const noexcept { return current_; }

    /// The main function; `run` stops as soon as it is done.
    void start_main(Task<void> task);
    void start(Task<void> task, std::shared_ptr<CancelScope> scope);
    void wake(const std::shared_ptr<Waiter>& waiter);
    void watch(std::weak_ptr<Condition> condition);

    /// Until nobody can go on. Conditions are looked at, oldest first, whenever all else rests; each that holds lets
    /// its waiter run before the next look. Throws a bug that a fiber threw.
    void run();
    bool main_done() const noexcept { return !tasks_.empty() && tasks_.front().done(); }

    /// A fiber threw what no party outside can be told: the workflow task fails.
    void report_bug(std::exception_ptr bug) noexcept {
        if (!bug_) bug_ = std::move(bug);
    }

    /// Destroys all frames, youngest first. Destructors that ask for work get none: see `stopped`.
    void stop() noexcept;
    bool stopped() const noexcept { return stopped_; }

private:
    struct Ready {
        std::coroutine_handle<> coroutine;
        std::shared_ptr<Fiber> fiber;
    };
    void drain();
    bool settle_one_condition();
    void sweep();

    std::shared_ptr<Fiber> root_;
    std::shared_ptr<Fiber> current_;
    std::list<Task<void>> tasks_;
    std::deque<Ready> ready_;
    std::list<std::weak_ptr<Condition>> conditions_;
    std::exception_ptr bug_;
    bool stopped_ = false;
};

}  // namespace acervo::temporal
