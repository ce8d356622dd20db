#pragma once

#include <cstddef>
#include <functional>
#include <future>
#include <memory>
#include <type_traits>
#include <utility>

#include "core/async.hpp"

namespace acervo::temporal {

/// Threads for activities that block. They begin when they are needed, up to a limit; more work waits its turn. To be
/// used from one event loop, which outlives it.
class ActivityThreads {
public:
    explicit ActivityThreads(std::size_t limit);
    /// Waits for the work that runs, except for what was left behind.
    ~ActivityThreads();
    ActivityThreads(const ActivityThreads&) = delete;
    ActivityThreads& operator=(const ActivityThreads&) = delete;

    /// Runs `work` on a thread, and throws what it throws. It cannot be interrupted; but `leave_behind` ends the wait
    /// by a retryable ApplicationFailure of type "WorkerShutdown". So `work` owns all it uses.
    template <class F>
    Async<std::invoke_result_t<F&>> run(F work) {
        std::packaged_task<std::invoke_result_t<F&>()> task{std::move(work)};
        auto outcome = task.get_future();
        std::move_only_function<void()> job{std::move(task)};
        co_await submit(std::move(job));
        co_return outcome.get();
    }

    /// Nobody waits any more for what runs or is queued. Its threads go on to the end of their work, and the program
    /// must see to it that what the work uses lives so long, or end without destroying it.
    void leave_behind();
    std::size_t running() const;

private:
    class Pool;
    Async<void> submit(std::move_only_function<void()> job);
    std::shared_ptr<Pool> pool_;
};

}  // namespace acervo::temporal
