#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <deque>
#include <latch>
#include <thread>

#include "core/cpu_pool.hpp"
#include "http/server/server.hpp"

namespace acervo {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

constexpr int kRequests = 24;

/// What the threads of the server share.
struct Work {
    std::latch gate{1};
    std::atomic<int> asked{0};
    std::atomic<int> begun{0};
    CpuPool pool{2, 64};
};

Async<http::Response> answer(Work& work, http::Request /*request*/) {
    ++work.asked;
    auto job = [&work] {
        ++work.begun;
        work.gate.wait();
    };
    const auto done = co_await work.pool.run(std::move(job));
    co_return http::Response{done ? 204 : 503};
}

http::Router make_router(Work& work) {
    http::Router router;
    auto handler = [&work](http::Request request) { return answer(work, std::move(request)); };
    router.add(http::Route{Method::Get, "/slow", "slow", std::move(handler)});
    return router;
}

void wait_until(const std::function<bool()>& holds) {
    for (int i = 0; i < 60'000 && !holds(); ++i) std::this_thread::sleep_for(1ms);
    ASSERT_TRUE(holds());
}

TEST(StoppingServer, leaves_nothing_to_a_pool_that_is_still_at_work_for_it) {
    Work work;
    asio::io_context context;
    std::deque<tcp::socket> clients;
    {
        http::ServerOptions options;
        options.address = "127.0.0.1";
        options.port = 0;
        options.threads = 2;
        http::Server server{options, [&work](const http::ThreadContext&) { return make_router(work); }};
        ASSERT_TRUE(server.start());
        for (int i = 0; i < kRequests; ++i) {
            auto& client = clients.emplace_back(context);
            client.connect(tcp::endpoint{asio::ip::address_v4::loopback(), server.port()});
            asio::write(client, asio::buffer(std::string_view{"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"}));
        }
        wait_until([&work] { return work.asked == kRequests && work.begun == 2; });
        server.stop_now();
        server.wait();
    }
    work.gate.count_down();  // the jobs end after the loops of those who waited for them
}

}  // namespace
}  // namespace acervo
