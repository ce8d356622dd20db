#include "temporal/activity/activity_threads.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

#include "temporal/payload/failures.hpp"

namespace acervo::temporal {

namespace asio = boost::asio;

namespace {

enum class End { Ran, LeftBehind };

/// Work, and the coroutine that waits for it until somebody ends the wait.
class Job {
public:
    using Handler = asio::any_completion_handler<void(End)>;

    Job(std::move_only_function<void()> work, Handler handler, const asio::any_io_executor& executor)
        : work_{std::move(work)}, handler_{std::move(handler)}, loop_{executor} {}

    void run() { work_(); }
    /// Resumes who waits on its own loop, which is held running until then. Once; under the pool's lock.
    void end(End how) {
        if (!handler_) return;
        const asio::any_io_executor executor =
            asio::prefer(loop_.get_executor(), asio::execution::outstanding_work.untracked);
        asio::post(executor, [handler = std::move(handler_), guard = std::move(loop_), how]() mutable {
            guard.reset();
            std::move(handler)(how);
        });
        handler_ = nullptr;
    }

private:
    std::move_only_function<void()> work_;
    Handler handler_;
    asio::executor_work_guard<asio::any_io_executor> loop_;
};

}  // namespace

/// Held by the threads too: those that are left behind may be the last.
class ActivityThreads::Pool : public std::enable_shared_from_this<Pool> {
public:
    explicit Pool(std::size_t limit) : limit_{limit} {}

    void take(std::shared_ptr<Job> job) {
        const std::lock_guard lock{mutex_};
        if (stopped_) return job->end(End::LeftBehind);
        queue_.push_back(std::move(job));
        if (idle_ < queue_.size() && threads_.size() < limit_) {
            threads_.emplace_back([self = shared_from_this()] { self->work(); });
        }
        changed_.notify_one();
    }

    void leave_behind() {
        const std::lock_guard lock{mutex_};
        for (const auto& job : queue_) job->end(End::LeftBehind);
        queue_.clear();
        for (const auto& job : running_) job->end(End::LeftBehind);
        left_ = !running_.empty();
        stopped_ = true;
        changed_.notify_all();
    }

    /// After it no thread runs but those that were left behind.
    void stop() {
        std::vector<std::thread> threads;
        bool left = false;
        {
            const std::lock_guard lock{mutex_};
            stopped_ = true;
            for (const auto& job : queue_) job->end(End::LeftBehind);
            queue_.clear();
            threads.swap(threads_);
            left = left_;
        }
        changed_.notify_all();
        for (auto& thread : threads) left ? thread.detach() : thread.join();
    }

    std::size_t running() const {
        const std::lock_guard lock{mutex_};
        return running_.size();
    }

private:
    void work() {
        std::unique_lock lock{mutex_};
        for (;;) {
            ++idle_;
            changed_.wait(lock, [this] { return stopped_ || !queue_.empty(); });
            --idle_;
            if (stopped_) return;
            const auto place = running_.insert(running_.end(), std::move(queue_.front()));
            queue_.pop_front();
            lock.unlock();
            (*place)->run();
            lock.lock();
            decltype(running_) ended;
            ended.splice(ended.end(), running_, place);
            ended.front()->end(End::Ran);
        }
    }

    const std::size_t limit_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::shared_ptr<Job>> queue_;
    std::list<std::shared_ptr<Job>> running_;
    std::vector<std::thread> threads_;
    std::size_t idle_{0};
    bool stopped_{false};
    bool left_{false};
};

ActivityThreads::ActivityThreads(std::size_t limit) : pool_{std::make_shared<Pool>(limit)} {}

ActivityThreads::~ActivityThreads() { pool_->stop(); }

void ActivityThreads::leave_behind() { pool_->leave_behind(); }

std::size_t ActivityThreads::running() const { return pool_->running(); }

Async<void> ActivityThreads::submit(std::move_only_function<void()> job) {
    auto begin = [pool = pool_](Job::Handler handler, std::move_only_function<void()> work,
                                const asio::any_io_executor& executor) {
        pool->take(std::make_shared<Job>(std::move(work), std::move(handler), executor));
    };
    const auto executor = co_await asio::this_coro::executor;
    const auto how = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(End)>(
        std::move(begin), asio::use_awaitable, std::move(job), executor);
    if (how == End::Ran) co_return;
    throw ApplicationFailure{FailureType{"WorkerShutdown"}, "the worker ended before the activity did"};
}

}  // namespace acervo::temporal
