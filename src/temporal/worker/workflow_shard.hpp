#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "temporal/worker/workflow_shards.hpp"

namespace acervo::temporal {

/// One thread of `WorkflowShards`, its runs and what waits for it. Held by the thread too: one that never comes back
/// may be the last to hold it.
class WorkflowShards::Shard : public std::enable_shared_from_this<Shard> {
public:
    /// Called once, on any thread; must not block.
    using Answered = std::move_only_function<void(Answer)>;

    explicit Shard(std::shared_ptr<const Setup> setup) : setup_{std::move(setup)} {}

    void start();
    void take(Activation activation, Answered answered);
    void give_up_overdue(Clock::time_point now, Clock::duration limit);
    void stop();
    std::size_t cached() const;

private:
    struct Item {
        Activation activation;
        Answered answered;
    };
    /// The run that workflow code works on now. Guarded by `mutex_`.
    struct Current {
        std::string run_id;
        Answered answered;
        std::shared_ptr<const ActivationWatch> watch;
        bool given_up = false;
        /// Another thread has taken this one's place.
        bool replaced = false;
    };

    void work();
    /// False when this thread was replaced meanwhile.
    bool run(Item item, std::unique_lock<std::mutex>& lock);
    std::unique_ptr<Instance> instance_of(const std::string& run_id);
    Completion complete(Instance& instance, Activation& activation) const;
    Answer answer_of(Completion completion) const;

    /// Threads that one shard may lose to workflows that never come back; then it waits for one.
    static constexpr std::size_t kMostLost = 16;

    std::shared_ptr<const Setup> setup_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Item> queue_;
    std::map<std::string, std::unique_ptr<Instance>> runs_;
    /// Given up, and not come back yet.
    std::set<std::string> lost_;
    std::shared_ptr<Current> current_;
    std::thread thread_;
    bool stopped_{false};
};

}  // namespace acervo::temporal
