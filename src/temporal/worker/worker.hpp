#pragma once

#include <memory>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/engine/connection.hpp"
#include "temporal/worker/worker_options.hpp"

namespace acervo::temporal {

class QueueWorker;

/// Runs workflows and activities of any number of task queues in this process.
///
///   Worker worker{connection, {.name_space = "dam", .metrics = &metrics}};
///   CO_TRY(worker.add({.engine = {.task_queue = "cpu"}, .workflows = &workflows, .activities = &activities}));
///   CO_TRY(co_await worker.run());                        // until somebody calls worker.shut_down(): at SIGTERM
///
/// When the server is away, at the start or later, it waits and goes on. It must be destroyed before the loop that runs
/// it.
class Worker {
public:
    Worker(Connection connection, WorkerOptions options);
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Before `run`. InvalidInput for options that cannot be used, or a queue that has nothing to run.
    Result<void> add(QueueOptions queue);

    /// Works until `shut_down`, then drains: takes no new tasks, lets activities go on for the grace, cancels them,
    /// leaves behind what does not end, answers everything. Once. It cannot be cancelled, for answers would be lost.
    /// Coroutine activities run on the caller's executor, which must be one thread's. The error is the first that a
    /// queue met at its end.
    Async<Result<void>> run();
    /// Any thread, also a signal handler of Asio; may be repeated.
    void shut_down();

    /// Whether all queues were accepted by the server and work; why not, otherwise. Any thread.
    Result<void> ready() const;

private:
    Connection connection_;
    WorkerOptions options_;
    std::vector<std::unique_ptr<QueueWorker>> queues_;
};

}  // namespace acervo::temporal
