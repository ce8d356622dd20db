#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <temporal/api/errordetails/v1/message.pb.h>
#include <temporal/api/workflowservice/v1/request_response.pb.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "core/sleep.hpp"
#include "temporal/engine/connection.hpp"
#include "temporal/engine/rpc_error.hpp"
#include "temporal/engine/server_fixture.hpp"
#include "testkit/loopback_server.hpp"
#include "testkit/run.hpp"
#include "testkit/tcp_proxy.hpp"

namespace acervo::temporal {
namespace {

namespace asio = boost::asio;
namespace service = ::temporal::api::workflowservice::v1;
using namespace std::chrono_literals;
using testkit::run;

Async<Result<Connection>> connect(Runtime runtime, std::string url, std::chrono::milliseconds limit) {
    return Connection::connect(std::move(runtime), Server::options(std::move(url)), Deadline::after(limit));
}

std::string describe_namespace(const std::string& name) {
    service::DescribeNamespaceRequest request;
    request.set_namespace_(name);
    return request.SerializeAsString();
}

CallOptions within(std::chrono::milliseconds limit) {
    CallOptions options;
    options.deadline = Deadline::after(limit);
    return options;
}

TEST(Connection, asks_the_server_and_gets_its_answer) {
    Server server;
    service::DescribeNamespaceRequest request;
    request.set_namespace_(server.name_space());
    const auto described = server.call<service::DescribeNamespaceResponse>("DescribeNamespace", request);
    EXPECT_EQ(described.namespace_info().name(), server.name_space());
}

TEST(Connection, tells_the_servers_refusal_with_its_details) {
    Server server;
    service::DescribeNamespaceRequest request;
    request.set_namespace_("nobody-made-this");
    const auto answer =
        run(server.context(), server.connection().call("DescribeNamespace", request.SerializeAsString(), {}));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind(), ErrorKind::NotFound);
    const auto status = rpc_status_of(answer.error());
    ASSERT_TRUE(status);
    EXPECT_EQ(status->code(), RpcCode::NotFound);
    EXPECT_NE(status->details().find("NamespaceNotFoundFailure"), std::string::npos);
}

TEST(Connection, refuses_what_cannot_be_sent) {
    Server server;
    const auto unknown = run(server.context(), server.connection().call("NoSuchCall", "", {}));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind(), ErrorKind::InvalidInput);
    const auto unreadable = run(server.context(), server.connection().call("DescribeNamespace", "\xff\xff", {}));
    ASSERT_FALSE(unreadable);
    EXPECT_EQ(unreadable.error().kind(), ErrorKind::InvalidInput);
    CallOptions bad;
    bad.metadata = {{"Not A Name", "x"}};
    const auto metadata = run(server.context(), server.connection().call("GetSystemInfo", "", bad));
    ASSERT_FALSE(metadata);
    EXPECT_EQ(metadata.error().kind(), ErrorKind::InvalidInput);
}

TEST(Connection, passes_metadata_of_text_and_bytes) {
    Server server;
    CallOptions options;
    options.metadata = {{"acervo-trace", "00-1"}, {"acervo-trace-bin", std::string{"\0\xff", 2}}};
    EXPECT_TRUE(run(server.context(), server.connection().call("GetSystemInfo", "", options)));
}

TEST(Connection, refuses_options_that_cannot_be_used_at_once) {
    asio::io_context context;
    const auto runtime = Runtime::start().value();
    for (const auto* url : {"", "127.0.0.1:1", "ftp://127.0.0.1:1"}) {
        const auto connection = run(context, connect(runtime, url, 30s));
        ASSERT_FALSE(connection);
        EXPECT_EQ(connection.error().kind(), ErrorKind::InvalidInput) << url;
    }
    auto half = Server::options("https://127.0.0.1:1");
    half.tls.emplace().certificate_pem = "a certificate without a key";
    const auto connection = run(context, Connection::connect(runtime, std::move(half), Deadline::after(30s)));
    ASSERT_FALSE(connection);
    EXPECT_EQ(connection.error().kind(), ErrorKind::InvalidInput);
}

TEST(Connection, says_that_nobody_is_there) {
    asio::io_context context;
    std::uint16_t closed = 0;
    {
        const testkit::LoopbackServer gone{context, [](testkit::LoopbackServer::Socket) -> Async<void> { co_return; }};
        closed = gone.port();
    }
    const auto runtime = Runtime::start().value();
    const auto connection = run(context, connect(runtime, "http://127.0.0.1:" + std::to_string(closed), 300ms));
    ASSERT_FALSE(connection);
    EXPECT_EQ(connection.error().kind(), ErrorKind::Unavailable) << connection.error().message();
}

TEST(Connection, waits_for_a_server_that_comes_later) {
    asio::io_context context;
    testkit::TcpProxy proxy{context, Server::port()};
    proxy.swallow();
    auto heal = [](testkit::TcpProxy* late) -> Async<void> {
        co_await sleep_for(300ms);
        late->heal();
    };
    asio::co_spawn(context, heal(&proxy), asio::detached);
    const auto runtime = Runtime::start().value();
    const auto connection = run(context, connect(runtime, "http://127.0.0.1:" + std::to_string(proxy.port()), 40s));
    EXPECT_TRUE(connection) << connection.error().message();
}

TEST(Connection, gives_up_on_a_server_that_is_silent) {
    asio::io_context context;
    testkit::TcpProxy proxy{context, Server::port()};
    const auto runtime = Runtime::start().value();
    const auto connection =
        run(context, connect(runtime, "http://127.0.0.1:" + std::to_string(proxy.port()), 30s)).value();
    proxy.swallow();
    const auto answer = run(context, connection.call("GetSystemInfo", "", within(300ms)));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind(), ErrorKind::Timeout) << answer.error().message();
}

TEST(Connection, goes_on_after_its_server_was_away) {
    asio::io_context context;
    testkit::TcpProxy proxy{context, Server::port()};
    const auto runtime = Runtime::start().value();
    const auto connection =
        run(context, connect(runtime, "http://127.0.0.1:" + std::to_string(proxy.port()), 30s)).value();
    proxy.cut_next_answer();
    const auto answer = run(context, connection.call("GetSystemInfo", "", within(30s)));
    EXPECT_TRUE(answer) << answer.error().message();
}

TEST(Connection, does_not_repeat_a_call_that_asks_for_none) {
    asio::io_context context;
    testkit::TcpProxy proxy{context, Server::port()};
    const auto runtime = Runtime::start().value();
    const auto connection =
        run(context, connect(runtime, "http://127.0.0.1:" + std::to_string(proxy.port()), 30s)).value();
    proxy.cut_next_answer();
    auto once = within(30s);
    once.retry = false;
    const auto answer = run(context, connection.call("GetSystemInfo", "", once));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind(), ErrorKind::Unavailable) << answer.error().message();
}

TEST(Connection, ends_a_call_whose_caller_has_no_more_time) {
    asio::io_context context;
    testkit::TcpProxy proxy{context, Server::port()};
    const auto runtime = Runtime::start().value();
    const auto connection =
        run(context, connect(runtime, "http://127.0.0.1:" + std::to_string(proxy.port()), 30s)).value();
    proxy.swallow();
    const auto answer =
        run(context, with_timeout(connection.call("GetSystemInfo", "", within(600s)), 100ms, "the caller"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().message(), "the caller took longer than 100 ms");
}

Async<void> call_and_forget(Connection connection, std::string request) {
    const auto answer = co_await connection.call("DescribeNamespace", std::move(request), {});
    static_cast<void>(answer);
}

TEST(Connection, may_go_in_any_order_while_calls_run) {
    for (int round = 0; round < 20; ++round) {
        std::optional<Server> server{std::in_place};
        for (int i = 0; i < 20; ++i) {
            auto request = describe_namespace(server->name_space());
            asio::co_spawn(server->context(), call_and_forget(server->connection(), std::move(request)),
                           asio::detached);
        }
        for (int i = 0; i < round * 3; ++i) server->context().poll_one();
        server.reset();
    }
}

TEST(Connection, lets_many_threads_call_at_once) {
    Server server;
    std::atomic<int> answered{0};
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&server, &answered] {
            asio::io_context own;
            for (int n = 0; n < 25; ++n) {
                auto request = describe_namespace(server.name_space());
                if (run(own, server.connection().call("DescribeNamespace", std::move(request), {}))) ++answered;
            }
        });
    }
    threads.clear();
    EXPECT_EQ(answered, 100);
}

TEST(Runtime, exports_the_engines_metrics_as_prometheus_reads_them) {
    Server server;
    service::DescribeNamespaceRequest request;
    request.set_namespace_(server.name_space());
    server.call<service::DescribeNamespaceResponse>("DescribeNamespace", request);
    const auto text = server.runtime().metrics();
    EXPECT_THAT(text, ::testing::HasSubstr("# TYPE temporal_request_total counter\n"));
    EXPECT_THAT(text, ::testing::HasSubstr("operation=\"DescribeNamespace\""));
    EXPECT_THAT(text, ::testing::HasSubstr("# TYPE temporal_request_latency_seconds histogram\n"));
}

TEST(Runtime, refuses_a_heartbeat_that_the_server_would_not_take) {
    RuntimeOptions options;
    options.worker_heartbeat = 5ms;
    const auto runtime = Runtime::start(options);
    ASSERT_FALSE(runtime);
    EXPECT_EQ(runtime.error().kind(), ErrorKind::InvalidInput);
}

}  // namespace
}  // namespace acervo::temporal
