#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/async.hpp"
#include "core/result.hpp"
#include "core/task_group.hpp"
#include "temporal/engine/core_worker.hpp"
#include "temporal/worker/activity_tasks.hpp"
#include "temporal/worker/worker_options.hpp"
#include "temporal/worker/workflow_shards.hpp"

namespace acervo::temporal {

/// A worker's life for one task queue: takes tasks, has them run, answers them. `Worker` owns it; it runs on one loop.
class QueueWorker {
public:
    QueueWorker(CoreWorker core, const WorkerOptions& options, QueueOptions queue);
    ~QueueWorker();
    QueueWorker(const QueueWorker&) = delete;
    QueueWorker& operator=(const QueueWorker&) = delete;

    /// From its first poll until all is answered and the engine's side is closed, which `shut_down` begins.
    Async<Result<void>> run();
    /// Any thread; may be repeated, also before `run`.
    void shut_down();
    /// The server knows the namespace and was reached; why not, otherwise. Any thread.
    Result<void> ready() const;
    const std::string& task_queue() const noexcept { return queue_.engine.task_queue; }

private:
    using Clock = std::chrono::steady_clock;

    Async<void> validate();
    /// Cut short by a shutdown.
    Async<void> pause(std::chrono::milliseconds length);
    Async<void> poll_workflows();
    Async<void> poll_activities();
    Async<void> watch();
    Async<void> answer_activation(Activation activation);
    Async<void> complete_activity(std::string token, std::string completion);
    Async<Result<void>> finalize();
    void open(const boost::asio::any_io_executor& executor);
    void set_ready(Result<void> ready);
    bool stopping() const noexcept { return stopping_.load(); }

    /// Attempts of activities hold weak references, for their heartbeats.
    std::shared_ptr<CoreWorker> core_;
    const WorkerOptions options_;
    const QueueOptions queue_;
    WorkerMetrics metrics_;
    std::optional<WorkflowShards> shards_;
    std::shared_ptr<ActivityTasks> activities_;
    std::optional<TaskGroup> tasks_;
    int polling_{0};
    std::atomic<bool> stopping_{false};
    mutable std::mutex ready_mutex_;
    Result<void> ready_;
};

}  // namespace acervo::temporal
