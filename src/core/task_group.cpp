#include "core/task_group.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <set>
#include <utility>
#include <vector>

#include "core/cancellation.hpp"
#include "core/log.hpp"

namespace acervo {

namespace asio = boost::asio;

namespace {

struct Task {
    std::string name;
    asio::cancellation_signal signal;
};

std::string reason_of(const std::exception_ptr& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& e) {
        return e.what();
    } catch (...) {
        return "an exception of unknown type";
    }
}

/// Gives up the thread once, so that the work begins after `spawn` has returned.
Async<void> begin_later(Async<void> work) {
    co_await asio::post(asio::use_awaitable);
    co_await std::move(work);
}

}  // namespace

class TaskGroup::Tasks : public std::enable_shared_from_this<Tasks> {
public:
    Tasks(asio::any_io_executor executor, OnFailure policy)
        : executor_{std::move(executor)},
          policy_{policy},
          all_ended_{executor_, asio::steady_timer::time_point::max()} {}

    void spawn(std::string name, Async<void> work) {
        if (cancelled_) return;
        auto task = std::make_shared<Task>();
        task->name = std::move(name);
        running_.insert(task);
        auto slot = task->signal.slot();
        auto ended = [self = shared_from_this(), task = std::move(task)](const std::exception_ptr& thrown) {
            self->end(task, thrown);
        };
        asio::co_spawn(executor_, begin_later(std::move(work)), asio::bind_cancellation_slot(slot, std::move(ended)));
    }

    void cancel() {
        cancelled_ = true;
        // A copy: a task may end, and leave the set, while it is told.
        const std::vector<std::shared_ptr<Task>> told(running_.begin(), running_.end());
        for (const auto& task : told) task->signal.emit(asio::cancellation_type::terminal);
    }

    Async<void> join() {
        const auto self = shared_from_this();
        const bool throws = co_await asio::this_coro::throw_if_cancelled();
        co_await asio::this_coro::throw_if_cancelled(false);
        while (!running_.empty()) {
            const auto state = co_await asio::this_coro::cancellation_state;
            if (state.cancelled() != asio::cancellation_type::none && !cancelled_) cancel();
            co_await all_ended_.async_wait(asio::as_tuple(asio::use_awaitable));
        }
        co_await asio::this_coro::throw_if_cancelled(throws);
        if (auto failure = std::exchange(failure_, nullptr)) std::rethrow_exception(failure);
    }

    std::size_t size() const noexcept { return running_.size(); }

private:
    void end(const std::shared_ptr<Task>& task, const std::exception_ptr& thrown) {
        running_.erase(task);
        if (thrown && !is_cancellation(thrown)) fail_by(*task, thrown);
        if (running_.empty()) all_ended_.cancel();
    }

    void fail_by(const Task& task, const std::exception_ptr& thrown) {
        if (policy_ == OnFailure::KeepOthers || failure_) {
            log::error("task.failed", {{"task", task.name}, {"reason", reason_of(thrown)}});
            return;
        }
        failure_ = thrown;
        cancel();
    }

    asio::any_io_executor executor_;
    OnFailure policy_;
    std::set<std::shared_ptr<Task>> running_;
    asio::steady_timer all_ended_;
    std::exception_ptr failure_;
    bool cancelled_{false};
};

TaskGroup::TaskGroup(asio::any_io_executor executor, OnFailure policy)
    : tasks_{std::make_shared<Tasks>(std::move(executor), policy)} {}

TaskGroup::~TaskGroup() {
    if (tasks_->size() != 0) log::error("task_group.abandoned", {{"running", tasks_->size()}});
}

void TaskGroup::spawn(std::string name, Async<void> work) { tasks_->spawn(std::move(name), std::move(work)); }
void TaskGroup::cancel() { tasks_->cancel(); }
Async<void> TaskGroup::join() { return tasks_->join(); }
std::size_t TaskGroup::size() const noexcept { return tasks_->size(); }

}  // namespace acervo
