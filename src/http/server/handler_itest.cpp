// Handlers: what they learn of the client, how they are told to stop, and what becomes of their failures.
#include <gmock/gmock.h>

#include <sstream>

#include "core/trace_context.hpp"
#include "http/server/server_fixture.hpp"

namespace acervo::http {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr auto kParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
constexpr auto kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

class Handlers : public ServerTest {
protected:
    void start_trusting(std::vector<std::string> proxies) {
        auto options = ServerTest::options();
        options.trusted_proxies = std::move(proxies);
        start(options);
    }
    bool all_gone() {
        return eventually([this] { return stage_.alive == 0; });
    }
};

/// The lines of `/who`.
struct Who {
    std::string request_id;
    std::string trace_id;
    std::string span_id;
    std::string address;
};

Who who_of(const Answer& answer) {
    std::istringstream lines{answer.body};
    Who who;
    lines >> who.request_id >> who.trace_id >> who.span_id >> who.address;
    return who;
}

TEST_F(Handlers, are_cancelled_when_the_client_closes_the_connection) {
    start();
    auto client = connect();
    client.send(get("/wait"));
    ASSERT_TRUE(eventually([this] { return stage_.alive == 1; }));
    client.close();
    EXPECT_TRUE(all_gone());
    EXPECT_EQ(stage_.left, 0);
    EXPECT_EQ(note().status, 499);
    EXPECT_FALSE(note().complete);
    EXPECT_EQ(ask(get("/hello")).status, 200);
}

TEST_F(Handlers, are_cancelled_when_the_client_closes_only_its_side) {
    start();
    auto client = connect();
    client.send(get("/wait"));
    ASSERT_TRUE(eventually([this] { return stage_.alive == 1; }));
    client.shut_down_sending();
    EXPECT_TRUE(all_gone());
    EXPECT_EQ(stage_.left, 0);
}

TEST_F(Handlers, go_on_while_the_client_asks_for_more) {
    start();
    auto client = connect();
    client.send(get("/wait") + get("/hello"));
    ASSERT_TRUE(eventually([this] { return stage_.alive == 1; }));
    stage_.is_open = true;
    EXPECT_EQ(client.receive().body, "waited");
    EXPECT_EQ(client.receive().body, "hello");
}

TEST_F(Handlers, lose_their_stream_when_the_client_goes) {
    start();
    auto client = connect(4096);
    client.send(get("/chunked?n=1073741824"));
    ASSERT_TRUE(eventually([this] { return stage_.streamed > 0; }));
    client.close();
    EXPECT_TRUE(all_gone());
    EXPECT_FALSE(note().complete);
    EXPECT_EQ(note().status, 200);
}

TEST_F(Handlers, hear_that_a_body_broke_off) {
    start();
    auto client = connect();
    client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf");
    ASSERT_TRUE(eventually([this] { return stage_.entered == 1; }));
    client.close();
    EXPECT_TRUE(eventually([this] { return observer_->closed == 1; }));
    const auto status = note().status;
    EXPECT_TRUE(status == 400 || status == 499) << status << ": it read the end, or was cancelled before it could";
}

TEST_F(Handlers, that_throw_are_answered_500_and_neither_connection_nor_thread_is_lost) {
    start();
    auto client = connect();
    for (const auto* path : {"/throw", "/throw-odd"}) {
        const auto answer = client.ask(get(path));
        EXPECT_EQ(answer.status, 500);
        EXPECT_EQ(answer.field("Content-Type"), "application/problem+json");
        EXPECT_THAT(answer.body, HasSubstr("\"/problems/internal\""));
        EXPECT_THAT(answer.body, HasSubstr(answer.field("X-Request-Id")));
        EXPECT_THAT(answer.body, Not(HasSubstr("secret"))) << "what was thrown is for the log";
        EXPECT_EQ(client.ask(get("/hello")).body, "hello");
    }
    EXPECT_THAT(observer_->failures(), ElementsAre("a secret of the house", "an exception of unknown type"));
    EXPECT_EQ(observer_->opened, 1);
}

TEST_F(Handlers, whose_stream_fails_at_once_are_answered_with_its_problem) {
    start();
    auto client = connect();
    const auto answer = client.ask(get("/failing"));
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.field("Retry-After"), "1");
    EXPECT_THAT(answer.body, Not(HasSubstr("the store is away"))) << "who is away, and where, is for the log";
    EXPECT_THAT(observer_->failures(), ElementsAre("the store is away"));
    EXPECT_EQ(client.ask(get("/hello")).body, "hello");
}

TEST_F(Handlers, whose_stream_breaks_off_lose_the_connection_so_that_nobody_takes_it_for_whole) {
    start();
    auto client = connect();
    const auto answer = client.ask(get("/broken?n=100000"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_FALSE(answer.is_whole);
    EXPECT_EQ(answer.body.size(), 100'000U);
    EXPECT_TRUE(client.is_closed());
    EXPECT_THAT(observer_->failures(), ElementsAre("the stream was shorter than its size"));
}

TEST_F(Handlers, have_a_request_id_that_the_client_gets_too) {
    start();
    auto client = connect();
    const auto one = client.ask(get("/who", "X-Request-Id: chosen-by-anybody\r\n"));
    const auto other = client.ask(get("/who"));
    EXPECT_EQ(one.field("X-Request-Id"), who_of(one).request_id);
    EXPECT_EQ(who_of(one).request_id.size(), 36U) << "a new one: this client is not trusted";
    EXPECT_NE(who_of(one).request_id, who_of(other).request_id);
    ASSERT_TRUE(eventually([this] { return observer_->finished().size() == 2; }));
    EXPECT_EQ(observer_->finished().front().request_id, who_of(one).request_id);
}

TEST_F(Handlers, go_on_with_the_trace_of_the_client_and_name_their_own_span) {
    start();
    const auto answer = ask(get("/who", "traceparent: " + std::string{kParent} + "\r\n"));
    const auto who = who_of(answer);
    EXPECT_EQ(who.trace_id, kTrace);
    EXPECT_NE(who.span_id, "00f067aa0ba902b7");
    EXPECT_EQ(note().trace_id, kTrace);
    // What a handler sends on to the servers that it asks itself.
    const auto onward = TraceContext::parse("00-" + who.trace_id + "-" + who.span_id + "-01");
    ASSERT_TRUE(onward);
    EXPECT_EQ(onward->trace_id.to_string(), kTrace);
}

TEST_F(Handlers, begin_a_trace_where_the_client_has_none_or_a_malformed_one) {
    start();
    EXPECT_EQ(who_of(ask(get("/who"))).trace_id.size(), 32U);
    const auto who = who_of(ask(get("/who", "traceparent: 00-" + std::string{kTrace} + "-0-01\r\n")));
    EXPECT_EQ(who.trace_id.size(), 32U);
    EXPECT_NE(who.trace_id, kTrace);
}

TEST_F(Handlers, believe_a_trusted_proxy_where_the_request_comes_from_and_how_it_is_called) {
    start_trusting({"127.0.0.0/8", "10.0.0.0/8"});
    const auto answer = ask(
        get("/who",
            "X-Forwarded-For: 6.6.6.6, 203.0.113.9\r\nX-Forwarded-For: 10.1.2.3\r\nX-Request-Id: from-gateway\r\n"));
    EXPECT_EQ(who_of(answer).address, "203.0.113.9") << "the nearest that is no proxy of ours";
    EXPECT_EQ(answer.field("X-Request-Id"), "from-gateway");
    EXPECT_EQ(note().remote_address, "203.0.113.9");
    EXPECT_EQ(note().request_id, "from-gateway");
    EXPECT_NE(ask(get("/who", "X-Request-Id: a\"b\r\n")).field("X-Request-Id"), "a\"b") << "not in a safe form";
}

TEST_F(Handlers, believe_nobody_else) {
    start_trusting({"10.0.0.0/8"});
    const auto answer = ask(get("/who", "X-Forwarded-For: 203.0.113.9\r\nX-Request-Id: from-anybody\r\n"));
    EXPECT_EQ(who_of(answer).address, "127.0.0.1");
    EXPECT_NE(answer.field("X-Request-Id"), "from-anybody");
    EXPECT_EQ(note().remote_address, "127.0.0.1");
}

}  // namespace
}  // namespace acervo::http
