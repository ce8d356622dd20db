#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "temporal/worker/interceptor.hpp"
#include "temporal/worker/payload_border.hpp"
#include "temporal/workflow/instance.hpp"

namespace acervo::temporal {

/// Threads that run workflows. A run belongs to one of them by its id, from its first activation to its eviction; what
/// comes for one thread waits its turn. To be used from one event loop, which outlives it.
class WorkflowShards {
public:
    using Clock = std::chrono::steady_clock;
    struct Setup {
        /// Outlives the shards, and workflows that never come back.
        const Registry* registry;
        Instance::Setup instance;
        PayloadBorder border;
        WorkerInterceptors interceptors;
    };
    /// How an activation was answered.
    struct Answer {
        /// coresdk.workflow_completion.WorkflowActivationCompletion
        std::string completion;
        /// The workflow task failed, for this reason; empty otherwise.
        std::string failure;
    };

    WorkflowShards(Setup setup, std::size_t threads);
    /// Waits for workflow code that runs, unless it was given up.
    ~WorkflowShards();
    WorkflowShards(const WorkflowShards&) = delete;
    WorkflowShards& operator=(const WorkflowShards&) = delete;

    Async<Answer> apply(Activation activation);

    /// Workflow code that runs for longer than `limit` is given up: its task fails with its name, its thread is left to
    /// it, and a new one goes on with the other runs. As long as it does not come back, further tasks of the run fail
    /// at once.
    void give_up_overdue(Clock::time_point now, Clock::duration limit);

    /// Runs that are held.
    std::size_t cached() const;

private:
    class Shard;
    std::shared_ptr<const Setup> setup_;
    std::vector<std::shared_ptr<Shard>> shards_;
};

}  // namespace acervo::temporal
