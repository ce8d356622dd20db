#include "core/cpu_pool.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace acervo {

namespace asio = boost::asio;

namespace {

enum class End { Ran, QueueFull, Stopped, GivenUp };

/// A job and the caller that waits for its end. The caller is resumed once, by whoever comes first: the pool, or the
/// caller's own loop when it is cancelled.
class Call {
public:
    using Handler = asio::any_completion_handler<void(End)>;

    Call(std::move_only_function<void()> job, Handler handler, const asio::any_io_executor& executor)
        : job_{std::move(job)}, handler_{std::move(handler)}, loop_{executor} {}

    void run() { job_(); }
    /// Resumes the caller on its own event loop, which is held running until then.
    void end(End how) {
        // Held until the loop has the handler: whoever finds afterwards that the caller was resumed knows that the pool
        // has nothing to do with its loop any more.
        const std::lock_guard lock{mutex_};
        if (!handler_) return;
        // The guard goes with it: once the caller runs, its loop may end, and nothing here may count on it.
        const asio::any_io_executor executor =
            asio::prefer(loop_.get_executor(), asio::execution::outstanding_work.untracked);
        asio::post(executor, [handler = std::move(handler_), guard = std::move(loop_), how]() mutable {
            guard.reset();
            if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected()) slot.clear();
            std::move(handler)(how);
        });
        handler_ = nullptr;
    }

private:
    std::move_only_function<void()> job_;
    std::mutex mutex_;
    Handler handler_;
    asio::executor_work_guard<asio::any_io_executor> loop_;
};

using CallPointer = std::shared_ptr<Call>;

}  // namespace

class CpuPool::Workers : public std::enable_shared_from_this<Workers> {
public:
    Workers(std::size_t threads, std::size_t queue_limit) : room_{threads + queue_limit} {
        threads_.reserve(threads);
        for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
    }

    void stop() {
        std::deque<CallPointer> dropped;
        {
            const std::lock_guard lock{mutex_};
            stopped_ = true;
            dropped.swap(queue_);
        }
        changed_.notify_all();
        for (const auto& call : dropped) call->end(End::Stopped);
        threads_.clear();  // joins
    }

    void take(std::move_only_function<void()> job, Call::Handler handler, const asio::any_io_executor& executor) {
        const auto slot = asio::get_associated_cancellation_slot(handler);
        const auto call = std::make_shared<Call>(std::move(job), std::move(handler), executor);
        if (auto assigned = slot; assigned.is_connected()) {
            // Weak, because the pool may be gone before the caller hears of its end.
            assigned.assign([pool = weak_from_this(), waiting = std::weak_ptr{call}](asio::cancellation_type) {
                const auto given_up = waiting.lock();
                if (!given_up) return;
                if (const auto workers = pool.lock()) workers->forget(given_up);
                given_up->end(End::GivenUp);
            });
        }
        if (!queue(call)) call->end(End::QueueFull);
    }

private:
    bool queue(const CallPointer& call) {
        const std::lock_guard lock{mutex_};
        if (queue_.size() + running_ >= room_) return false;
        queue_.push_back(call);
        changed_.notify_one();
        return true;
    }

    /// Nobody wants its outcome: it makes room for others.
    void forget(const CallPointer& call) {
        const std::lock_guard lock{mutex_};
        std::erase(queue_, call);
    }

    void work() {
        std::unique_lock lock{mutex_};
        for (;;) {
            changed_.wait(lock, [this] { return stopped_ || !queue_.empty(); });
            if (stopped_) return;
            const auto call = std::move(queue_.front());
            queue_.pop_front();
            ++running_;
            lock.unlock();
            call->run();
            lock.lock();
            --running_;  // before the caller knows, so that it finds the room that it has just made
            lock.unlock();
            call->end(End::Ran);
            lock.lock();
        }
    }

    std::size_t room_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<CallPointer> queue_;
    std::size_t running_{0};
    bool stopped_{false};
    std::vector<std::jthread> threads_;
};

CpuPool::CpuPool(std::size_t threads, std::size_t queue_limit)
    : workers_{std::make_shared<Workers>(threads, queue_limit)} {}

CpuPool::~CpuPool() { workers_->stop(); }

Async<Result<void>> CpuPool::submit(std::move_only_function<void()> job) {
    auto begin = [workers = workers_.get()](Call::Handler handler, std::move_only_function<void()> work,
                                            const asio::any_io_executor& executor) {
        workers->take(std::move(work), std::move(handler), executor);
    };
    const auto executor = co_await asio::this_coro::executor;
    const auto how = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(End)>(
        std::move(begin), asio::use_awaitable, std::move(job), executor);
    if (how == End::Ran) co_return ok();
    if (how == End::GivenUp) throw boost::system::system_error{asio::error::operation_aborted};
    const auto* reason = how == End::QueueFull ? "too much work is waiting for a processor" : "the process is stopping";
    Error refused{ErrorKind::Unavailable, reason};
    co_return fail(std::move(refused).with_public_message(reason).with_retry_after(std::chrono::seconds{1}));
}

}  // namespace acervo
