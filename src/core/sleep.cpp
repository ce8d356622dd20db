#include "core/sleep.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace acervo {

Async<void> sleep_for(std::chrono::nanoseconds duration) {
    const auto executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer{executor, duration};
    co_await timer.async_wait(boost::asio::use_awaitable);
}

}  // namespace acervo
