#pragma once

#include <cstddef>
#include <functional>
#include <future>
#include <memory>
#include <type_traits>
#include <utility>

#include "core/async.hpp"
#include "core/result.hpp"

namespace acervo {

/// Threads for work that would hold an event loop for more than a millisecond: password hashes, big documents.
/// Jobs wait in a bounded queue. It may be used from coroutines of several event loops at once; each is resumed on its
/// own executor. An executor must outlive the calls that were begun on it and have neither ended nor been cancelled,
/// so an event loop that cancels what it runs before it ends needs to know nothing of the pool.
class CpuPool {
public:
    /// `threads` ≥ 1 run jobs, up to `queue_limit` more wait.
    CpuPool(std::size_t threads, std::size_t queue_limit);
    /// Waits for the jobs that run. Those in the queue are dropped: their callers get Unavailable.
    ~CpuPool();
    CpuPool(const CpuPool&) = delete;
    CpuPool& operator=(const CpuPool&) = delete;

    /// What a job of type F answers to its caller: its own Result, or a Result of its value.
    template <class V>
    struct AnswerOf {
        using Type = Result<V>;
    };
    template <class V>
    struct AnswerOf<Result<V>> {
        using Type = Result<V>;
    };
    template <class F>
    using Answer = typename AnswerOf<std::invoke_result_t<F&>>::Type;

    /// Runs `work` on a thread of the pool: `auto hash = CO_TRY(co_await pool.run(std::move(make_hash)));`.
    /// Unavailable, with `retry_after`, when the queue is full. An exception of `work` is thrown to the caller.
    /// Cancelling the caller ends its wait at once: a job that waits is dropped, one that runs cannot be interrupted
    /// and runs on for nobody. So `work` owns all it uses.
    template <class F>
    Async<Answer<F>> run(F work) {
        using Value = std::invoke_result_t<F&>;
        std::packaged_task<Value()> task{std::move(work)};
        auto outcome = task.get_future();
        std::move_only_function<void()> job{std::move(task)};
        auto ran = co_await submit(std::move(job));
        if (!ran) co_return fail(std::move(ran).error());
        if constexpr (std::is_void_v<Value>) {
            outcome.get();
            co_return Result<void>{};
        } else {
            co_return outcome.get();
        }
    }

private:
    class Workers;
    Async<Result<void>> submit(std::move_only_function<void()> job);
    std::shared_ptr<Workers> workers_;
};

}  // namespace acervo
