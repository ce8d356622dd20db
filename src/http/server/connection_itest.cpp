// Many connections, too many, and none at all.
#include <gmock/gmock.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "http/server/server_fixture.hpp"
#include "testkit/memory.hpp"

namespace acervo::http {
namespace {

using testing::HasSubstr;

class Connections : public ServerTest {};

TEST_F(Connections, above_the_limit_get_503_until_another_ends) {
    auto options = ServerTest::options();
    options.limits.connections = 2;
    options.threads = 2;
    start(options);
    auto one = connect();
    auto two = connect();
    EXPECT_EQ(one.ask(get("/hello")).status, 200);
    EXPECT_EQ(two.ask(get("/hello")).status, 200);
    auto three = connect();
    const auto answer = three.receive();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.field("Retry-After"), "1");
    EXPECT_EQ(answer.field("Connection"), "close");
    EXPECT_EQ(answer.field("Content-Type"), "application/problem+json");
    EXPECT_THAT(answer.body, HasSubstr("\"/problems/unavailable\""));
    EXPECT_TRUE(answer.is_whole);
    EXPECT_TRUE(three.is_closed());
    EXPECT_EQ(observer_->refused, 1);

    EXPECT_EQ(one.ask(get("/hello")).status, 200) << "those who are in stay in";
    two.close();
    EXPECT_TRUE(eventually([this] { return ask(get("/hello")).status == 200; }));
}

TEST_F(Connections, that_are_idle_cost_little_memory) {
    constexpr std::size_t kCount = 1'000;
    start();
    std::vector<TestClient> clients;
    clients.reserve(kCount);
    const auto open = [&](std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            clients.push_back(connect());
            ASSERT_EQ(clients.back().ask(get("/hello")).status, 200);
        }
    };
    open(10);
    const auto before = testkit::memory_in_use();
    open(kCount - 10);
    const auto each = (testkit::memory_in_use() - std::min(before, testkit::memory_in_use())) / (kCount - 10);
    RecordProperty("bytes_per_connection", std::to_string(each));
    // What a thread sanitiser notes down for itself is many times what it watches.
    if (!__has_feature(thread_sanitizer)) EXPECT_LT(each, 16'000U);
    EXPECT_EQ(observer_->opened, static_cast<int>(kCount));
    EXPECT_EQ(clients.front().ask(get("/hello")).status, 200);
    EXPECT_EQ(clients.back().ask(get("/hello")).status, 200);
    clients.clear();
    EXPECT_TRUE(eventually([this] { return observer_->closed == static_cast<int>(kCount); }));
}

/// How often the threads of this process went to sleep of their own accord.
long sleeps() {
    constexpr std::string_view kLine = "voluntary_ctxt_switches:";
    long count = 0;
    for (const auto& thread : std::filesystem::directory_iterator{"/proc/self/task"}) {
        std::ifstream status{thread.path() / "status"};
        for (std::string line; std::getline(status, line);) {
            if (line.starts_with(kLine)) count += std::stol(line.substr(kLine.size()));
        }
    }
    return count;
}

TEST_F(Connections, that_are_idle_give_the_server_nothing_to_do) {
    start();
    auto client = connect();
    ASSERT_EQ(client.ask(get("/hello")).status, 200);
    // It sees once that nothing goes on any more; after that a look at the clock every tick would be forty;
    // a thread that ThreadSanitizer runs beside ours sleeps twenty times.
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
    const auto before = sleeps();
    std::this_thread::sleep_for(std::chrono::seconds{2});
    EXPECT_LT(sleeps() - before, 30);
    EXPECT_EQ(client.ask(get("/hello")).status, 200);
}

TEST_F(Connections, are_spread_over_all_threads) {
    auto options = ServerTest::options();
    options.threads = 2;
    start(options);
    std::vector<TestClient> clients;
    // Each thread listens for itself and the system chooses one by the client's address. Held in one, a second client
    // in it would wait; in the other it is answered.
    auto blocking = connect();
    blocking.send(get("/block"));
    ASSERT_TRUE(eventually([this] { return stage_.entered == 1; }));
    bool was_answered = false;
    for (int i = 0; i < 100 && !was_answered; ++i) {
        clients.push_back(connect());
        clients.back().send(get("/hello"));
        was_answered = eventually([&] { return std::ranges::any_of(clients, &TestClient::is_readable) || i < 20; }) &&
                       std::ranges::any_of(clients, &TestClient::is_readable);
    }
    EXPECT_TRUE(was_answered);
    stage_.is_open = true;
    EXPECT_EQ(blocking.receive().body, "blocked");
    for (auto& client : clients) EXPECT_EQ(client.receive().body, "hello");
}

TEST_F(Connections, need_an_address_that_is_free) {
    start();
    auto options = ServerTest::options();
    options.port = server_->port();
    Server second{options, [this](const ThreadContext&) { return make_routes(stage_); }};
    const auto started = second.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().kind(), ErrorKind::Unavailable);
    EXPECT_THAT(started.error().message(), HasSubstr("127.0.0.1 port " + std::to_string(options.port)));
    EXPECT_EQ(ask(get("/hello")).status, 200) << "the first is not disturbed";
}

TEST_F(Connections, need_an_address_that_no_other_program_listens_on) {
    boost::asio::io_context context;
    const boost::asio::ip::tcp::acceptor other{context, {boost::asio::ip::make_address("127.0.0.1"), 0}};
    auto options = ServerTest::options();
    options.port = other.local_endpoint().port();
    EXPECT_THROW(start(options), std::runtime_error);
}

TEST_F(Connections, need_options_that_make_sense) {
    for (const auto* address : {"localhost", "", "999.0.0.1"}) {
        auto options = ServerTest::options();
        options.address = address;
        Server server{options, [this](const ThreadContext&) { return make_routes(stage_); }};
        EXPECT_EQ(server.start().error().kind(), ErrorKind::InvalidInput) << address;
    }
    auto options = ServerTest::options();
    options.trusted_proxies = {"10.0.0.0/33"};
    Server server{options, [this](const ThreadContext&) { return make_routes(stage_); }};
    EXPECT_EQ(server.start().error().kind(), ErrorKind::InvalidInput);
}

TEST_F(Connections, are_not_taken_by_a_server_whose_handlers_cannot_be_made) {
    auto options = ServerTest::options();
    options.threads = 3;
    Server server{options, [this](const ThreadContext& context) -> Router {
                      if (context.index == 2) throw std::runtime_error{"no database"};
                      return make_routes(stage_);
                  }};
    const auto started = server.start();
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().kind(), ErrorKind::Internal);
    EXPECT_THAT(started.error().message(), HasSubstr("no database"));
    server.wait();
    EXPECT_THROW(TestClient{server.port()}, std::runtime_error);
    Server odd{ServerTest::options(),
               [](const ThreadContext&) -> Router { throw 7; }};  // NOLINT(hicpp-exception-baseclass)
    EXPECT_EQ(odd.start().error().kind(), ErrorKind::Internal);
}

}  // namespace
}  // namespace acervo::http
