#include "testkit/run.hpp"

#include <boost/asio/co_spawn.hpp>

namespace acervo::testkit {

void run_until(boost::asio::io_context& context, const std::function<bool()>& done, std::chrono::seconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!done()) {
        if (std::chrono::steady_clock::now() > end) throw std::runtime_error{"the awaited work did not end in time"};
        context.restart();
        context.run_one_for(std::chrono::milliseconds{100});
    }
}

void start(boost::asio::io_context& context, Async<void> work, std::function<void()> finished) {
    boost::asio::co_spawn(context, std::move(work), [finished = std::move(finished)](const std::exception_ptr& thrown) {
        finished();
        if (thrown) std::rethrow_exception(thrown);
    });
}

}  // namespace acervo::testkit
