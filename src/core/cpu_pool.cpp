#include "core/cpu_pool.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace acervo {

namespace asio = boost::asio;

namespace {

enum class End { Ran, QueueFull, Stopped };

/// A job and the caller that waits for its end.
class Entry {
public:
    using Handler = asio::any_completion_handler<void(End)>;

    Entry(std::move_only_function<void()> job, Handler handler, const asio::any_io_executor& executor)
        : job_{std::move(job)}, handler_{std::move(handler)}, loop_{executor} {}

    void run() { job_(); }
    /// Resumes the caller on its own event loop, which is held running until then.
    void end(End how) {
        // The guard goes with it: once the caller runs, its loop may end, and nothing here may count on it.
        const asio::any_io_executor executor =
            asio::prefer(loop_.get_executor(), asio::execution::outstanding_work.untracked);
        asio::post(executor, [handler = std::move(handler_), guard = std::move(loop_), how]() mutable {
            guard.reset();
            std::move(handler)(how);
        });
    }

private:
    std::move_only_function<void()> job_;
    Handler handler_;
    asio::executor_work_guard<asio::any_io_executor> loop_;
};

}  // namespace

class CpuPool::Workers {
public:
    Workers(std::size_t threads, std::size_t queue_limit) : room_{threads + queue_limit} {
        threads_.reserve(threads);
        for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
    }

    ~Workers() {
        std::deque<Entry> dropped;
        {
            const std::lock_guard lock{mutex_};
            stopped_ = true;
            dropped.swap(queue_);
        }
        changed_.notify_all();
        for (auto& entry : dropped) entry.end(End::Stopped);
        threads_.clear();  // joins
    }

    void take(Entry entry) {
        {
            const std::lock_guard lock{mutex_};
            if (queue_.size() + running_ < room_) {
                queue_.push_back(std::move(entry));
                changed_.notify_one();
                return;
            }
        }
        entry.end(End::QueueFull);
    }

private:
    void work() {
        std::unique_lock lock{mutex_};
        for (;;) {
            changed_.wait(lock, [this] { return stopped_ || !queue_.empty(); });
            if (stopped_) return;
            auto entry = std::move(queue_.front());
            queue_.pop_front();
            ++running_;
            lock.unlock();
            entry.run();
            lock.lock();
            --running_;  // before the caller knows, so that it finds the room that it has just made
            lock.unlock();
            entry.end(End::Ran);
            lock.lock();
        }
    }

    std::size_t room_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Entry> queue_;
    std::size_t running_{0};
    bool stopped_{false};
    std::vector<std::jthread> threads_;
};

CpuPool::CpuPool(std::size_t threads, std::size_t queue_limit)
    : workers_{std::make_unique<Workers>(threads, queue_limit)} {}

CpuPool::~CpuPool() = default;

Async<Result<void>> CpuPool::submit(std::move_only_function<void()> job) {
    auto begin = [workers = workers_.get()](Entry::Handler handler, std::move_only_function<void()> work,
                                            const asio::any_io_executor& executor) {
        workers->take(Entry{std::move(work), std::move(handler), executor});
    };
    const auto executor = co_await asio::this_coro::executor;
    const auto how = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(End)>(
        std::move(begin), asio::use_awaitable, std::move(job), executor);
    if (how == End::Ran) co_return ok();
    const auto* reason = how == End::QueueFull ? "too much work is waiting for a processor" : "the process is stopping";
    co_return fail(Error{ErrorKind::Unavailable, reason}.with_retry_after(std::chrono::seconds{1}));
}

}  // namespace acervo
