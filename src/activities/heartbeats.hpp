#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

#include "core/async.hpp"
#include "core/cancellation.hpp"
#include "core/task_group.hpp"
#include "temporal/activity/activity_context.hpp"

namespace acervo::activities {

namespace detail {

Async<boost::asio::any_io_executor> executor_here();

/// Until it is cancelled.
Async<void> beat(temporal::ActivityContext ctx);

template <class T>
Async<void> finish(Async<T> work, std::optional<T>* into, TaskGroup* group) {
    into->emplace(co_await std::move(work));
    group->cancel();
}

struct Done {};

inline Async<Done> done_after(Async<void> work) {
    co_await std::move(work);
    co_return Done{};
}

}  // namespace detail

/// The value of `work`, which may take long without a word: the server hears twice a second that the attempt lives,
/// and so the attempt hears when it shall end; then the work is cancelled.
/// `beside` runs along and is cancelled with the end of the work.
template <class T>
Async<T> with_heartbeats(temporal::ActivityContext ctx, Async<T> work, std::optional<Async<void>> beside = {}) {
    TaskGroup group{co_await detail::executor_here()};
    std::optional<T> value;
    group.spawn("work", detail::finish(std::move(work), &value, &group));
    group.spawn("heartbeats", detail::beat(std::move(ctx)));
    if (beside) group.spawn("beside", *std::move(beside));
    co_await group.join();
    if (!value) {
        co_await unwind_if_cancelled();
        throw std::logic_error{"work ended without a value"};
    }
    co_return *std::move(value);
}

inline Async<void> with_heartbeats(temporal::ActivityContext ctx, Async<void> work) {
    (void)co_await with_heartbeats(std::move(ctx), detail::done_after(std::move(work)));
}

}  // namespace acervo::activities
