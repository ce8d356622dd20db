#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/cancel_at.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>

#include "core/async.hpp"

namespace acervo::postgres {

/// Wakes every coroutine that waits on it. As there is one thread, a waiter that looks at its condition, waits, and
/// looks again misses nothing.
class Wakeup {
public:
    explicit Wakeup(const boost::asio::any_io_executor& executor)
        : timer_{executor, boost::asio::steady_timer::time_point::max()} {}

    void notify() { timer_.cancel(); }
    Async<void> wait() { co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::deferred)); }
    Async<void> wait_until(boost::asio::steady_timer::time_point deadline) {
        co_await timer_.async_wait(boost::asio::cancel_at(deadline, boost::asio::as_tuple(boost::asio::deferred)));
    }

private:
    boost::asio::steady_timer timer_;
};

}  // namespace acervo::postgres
