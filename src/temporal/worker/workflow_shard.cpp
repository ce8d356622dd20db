#include "temporal/worker/workflow_shard.hpp"

#include "core/log.hpp"
#include "temporal/engine/translate.hpp"
#include "temporal/payload/failures.hpp"

namespace acervo::temporal {

namespace {

bool is_eviction(const Activation& activation) {
    return activation.jobs.size() == 1 && std::holds_alternative<job::RemoveFromCache>(activation.jobs.front());
}

Completion failed(const std::string& run_id, const ApplicationFailure& failure, TaskFailedCause cause) {
    Completion completion;
    completion.run_id = run_id;
    completion.status = completion::TaskFailed{failure.failure(), cause};
    return completion;
}

Completion deadlocked(const std::string& run_id, std::string message) {
    return failed(run_id, ApplicationFailure{FailureType{"Deadlock"}, std::move(message)},
                  TaskFailedCause::WorkflowWorkerUnhandledFailure);
}

}  // namespace

void WorkflowShards::Shard::start() {
    thread_ = std::thread{[self = shared_from_this()] { self->work(); }};
}

void WorkflowShards::Shard::take(Activation activation, Answered answered) {
    const std::lock_guard lock{mutex_};
    queue_.push_back(Item{std::move(activation), std::move(answered)});
    changed_.notify_all();
}

void WorkflowShards::Shard::stop() {
    std::thread thread;
    std::deque<Item> dropped;
    bool lost = false;
    {
        const std::lock_guard lock{mutex_};
        stopped_ = true;
        dropped.swap(queue_);
        thread.swap(thread_);
        lost = current_ && current_->given_up;
    }
    changed_.notify_all();
    if (!thread.joinable()) return;
    lost ? thread.detach() : thread.join();
}

std::size_t WorkflowShards::Shard::cached() const {
    const std::lock_guard lock{mutex_};
    return runs_.size();
}

void WorkflowShards::Shard::work() {
    std::unique_lock lock{mutex_};
    for (;;) {
        changed_.wait(lock, [this] { return stopped_ || !queue_.empty(); });
        if (stopped_) break;
        auto item = std::move(queue_.front());
        queue_.pop_front();
        if (!run(std::move(item), lock)) return;
    }
    // Frames are destroyed without the lock: their destructors are workflow code.
    auto runs = std::move(runs_);
    runs_.clear();
    lock.unlock();
}

bool WorkflowShards::Shard::run(Item item, std::unique_lock<std::mutex>& lock) {
    const auto run_id = item.activation.run_id;
    const bool evicts = is_eviction(item.activation);
    if (lost_.contains(run_id)) {
        lock.unlock();
        item.answered(answer_of(evicts ? Completion{run_id, completion::Commands{}}
                                       : deadlocked(run_id,
                                                    "the workflow has not come back from an earlier task: its "
                                                    "code blocks")));
        lock.lock();
        return true;
    }
    auto instance = instance_of(run_id);
    const auto current = std::make_shared<Current>(Current{run_id, std::move(item.answered), instance->watch()});
    current_ = current;
    lock.unlock();
    auto answer = answer_of(complete(*instance, item.activation));
    if (evicts) instance.reset();
    lock.lock();
    if (current->given_up) {
        log::warn("workflow.came_back", {{"run_id", run_id}});
        lock.unlock();
        instance.reset();
        lock.lock();
        lost_.erase(run_id);
        if (current->replaced) return false;
    } else if (instance) {
        runs_.emplace(run_id, std::move(instance));
    }
    current_.reset();
    if (current->answered) {
        lock.unlock();
        current->answered(std::move(answer));
        lock.lock();
    }
    return true;
}

std::unique_ptr<Instance> WorkflowShards::Shard::instance_of(const std::string& run_id) {
    if (auto held = runs_.extract(run_id)) return std::move(held.mapped());
    return std::make_unique<Instance>(*setup_->registry, setup_->instance);
}

Completion WorkflowShards::Shard::complete(Instance& instance, Activation& activation) const {
    if (auto entered = setup_->border.enter(activation); !entered) {
        return failed(activation.run_id, ApplicationFailure{to_failure(entered.error())},
                      TaskFailedCause::WorkflowWorkerUnhandledFailure);
    }
    try {
        const auto& interceptors = setup_->interceptors;
        for (const auto& one : interceptors) one->before_activation(activation);
        auto completion = instance.apply(activation);
        for (auto one = interceptors.rbegin(); one != interceptors.rend(); ++one) {
            (*one)->after_activation(activation, completion);
        }
        return completion;
    } catch (...) {
        // An interceptor, or no memory: a failed task, not the end of the process.
        return failed(activation.run_id, ApplicationFailure{to_failure(std::current_exception())},
                      TaskFailedCause::WorkflowWorkerUnhandledFailure);
    }
}

WorkflowShards::Answer WorkflowShards::Shard::answer_of(Completion completion) const {
    Answer answer;
    if (const auto* bad = std::get_if<completion::TaskFailed>(&completion.status))
        answer.failure = describe(bad->failure);
    if (auto left = setup_->border.leave(completion); !left) {
        const auto cause = left.error().kind() == ErrorKind::TooLarge ? TaskFailedCause::PayloadsTooLarge
                                                                      : TaskFailedCause::WorkflowWorkerUnhandledFailure;
        // Not through the border again, which may be what is broken.
        completion = failed(completion.run_id, ApplicationFailure{to_failure(left.error())}, cause);
        answer.failure = left.error().message();
    }
    answer.completion = write_completion(completion);
    return answer;
}

void WorkflowShards::Shard::give_up_overdue(Clock::time_point now, Clock::duration limit) {
    std::unique_lock lock{mutex_};
    if (!current_ || current_->given_up) return;
    auto overdue = current_->watch->overdue(now, limit);
    if (!overdue) return;
    log::error("workflow.deadlocked", {{"run_id", current_->run_id}, {"reason", *overdue}});
    current_->given_up = true;
    lost_.insert(current_->run_id);
    auto answered = std::move(current_->answered);
    auto completion = deadlocked(current_->run_id, *std::move(overdue));
    if (lost_.size() <= kMostLost && !stopped_) {
        current_->replaced = true;
        current_.reset();
        thread_.detach();
        start();
    }
    lock.unlock();
    answered(answer_of(std::move(completion)));
}

}  // namespace acervo::temporal
