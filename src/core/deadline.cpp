#include "core/deadline.hpp"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/cancellation.hpp"

namespace acervo::deadline_detail {

namespace asio = boost::asio;

Async<bool> run_with_limit(Async<void> work, std::chrono::nanoseconds limit) {
    const auto executor = co_await asio::this_coro::executor;
    // Half of the clock's range is far enough, and does not overflow when it is added to now.
    asio::steady_timer timer{executor, std::min<std::chrono::nanoseconds>(limit, std::chrono::nanoseconds::max() / 2)};
    auto both = asio::experimental::make_parallel_group(asio::co_spawn(executor, std::move(work), asio::deferred),
                                                        timer.async_wait(asio::deferred));
    const auto [order, thrown, timer_error] =
        co_await both.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    // Cancelled from outside, the timer ends too, but with an error.
    const bool late = order.front() == 1 && !timer_error;
    if (thrown && !(late && is_cancellation(thrown))) std::rethrow_exception(thrown);
    co_return late;
}

Error timed_out(const std::string& what, std::chrono::nanoseconds limit) {
    const auto count = std::chrono::duration_cast<std::chrono::milliseconds>(limit).count();
    if (count <= 0) return {ErrorKind::Timeout, fmt::format("{} had no time left", what)};
    return {ErrorKind::Timeout, fmt::format("{} took longer than {} ms", what, count)};
}

}  // namespace acervo::deadline_detail
