#include "activities/heartbeats.hpp"

#include <boost/asio/this_coro.hpp>

#include "core/sleep.hpp"

namespace acervo::activities::detail {

using namespace std::chrono_literals;

Async<boost::asio::any_io_executor> executor_here() { co_return co_await boost::asio::this_coro::executor; }

Async<void> beat(temporal::ActivityContext ctx) {
    for (;;) {
        ctx.heartbeat();
        co_await sleep_for(500ms);
    }
}

}  // namespace acervo::activities::detail
