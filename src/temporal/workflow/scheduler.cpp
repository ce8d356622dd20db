#include "temporal/workflow/scheduler.hpp"

#include "temporal/workflow/future.hpp"

namespace acervo::temporal {

Scheduler::Scheduler() : root_{std::make_shared<Fiber>(Fiber{CancelScope::make(nullptr)})}, current_{root_} {}

Scheduler::~Scheduler() { stop(); }

void Scheduler::start_main(Task<void> task) {
    tasks_.push_front(std::move(task));
    ready_.push_back(Ready{tasks_.front().handle(), root_});
}

void Scheduler::start(Task<void> task, std::shared_ptr<CancelScope> scope) {
    if (stopped_) return;
    tasks_.push_back(std::move(task));
    ready_.push_back(Ready{tasks_.back().handle(), std::make_shared<Fiber>(Fiber{std::move(scope)})});
}

void Scheduler::wake(const std::shared_ptr<Waiter>& waiter) {
    if (waiter->woken || stopped_) return;
    waiter->woken = true;
    waiter->fiber->scope->forget(waiter->cancel_id);
    ready_.push_back(Ready{waiter->coroutine, waiter->fiber});
}

void Scheduler::watch(std::weak_ptr<Condition> condition) { conditions_.push_back(std::move(condition)); }

void Scheduler::run() {
    do {
        drain();
        if (bug_) std::rethrow_exception(bug_);
    } while (!main_done() && settle_one_condition());
    sweep();
}

void Scheduler::drain() {
    while (!ready_.empty() && !main_done() && !bug_) {
        auto next = std::move(ready_.front());
        ready_.pop_front();
        current_ = std::move(next.fiber);
        next.coroutine.resume();
    }
    current_ = root_;
}

bool Scheduler::settle_one_condition() {
    for (auto at = conditions_.begin(); at != conditions_.end();) {
        const auto condition = at->lock();
        if (!condition || condition->done()) {
            at = conditions_.erase(at);
        } else if (condition->check()) {
            conditions_.erase(at);
            return true;
        } else {
            ++at;
        }
    }
    return false;
}

void Scheduler::sweep() {
    if (tasks_.empty()) return;
    for (auto task = std::next(tasks_.begin()); task != tasks_.end();) {
        task = task->done() ? tasks_.erase(task) : std::next(task);
    }
}

void Scheduler::stop() noexcept {
    stopped_ = true;
    ready_.clear();
    conditions_.clear();
    while (!tasks_.empty()) tasks_.pop_back();
}

}  // namespace acervo::temporal
