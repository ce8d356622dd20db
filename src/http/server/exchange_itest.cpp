// Requests and answers on connections that are kept.
#include <gmock/gmock.h>

#include "http/server/server_fixture.hpp"
#include "testkit/pattern.hpp"

namespace acervo::http {
namespace {

using testing::HasSubstr;
using testing::IsSupersetOf;

class Exchanges : public ServerTest {
protected:
    Exchanges() { start(); }
};

TEST_F(Exchanges, follow_each_other_on_one_connection) {
    auto client = connect();
    for (int i = 0; i < 3; ++i) {
        const auto answer = client.ask(get("/hello"));
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.body, "hello");
        EXPECT_EQ(answer.field("Content-Length"), "5");
        EXPECT_EQ(answer.field("Connection"), "(none)");
        EXPECT_NE(answer.field("Date"), "(none)");
    }
    EXPECT_EQ(client.ask(post("/echo", "a body")).body, "a body");
    EXPECT_EQ(client.ask(get("/hello")).body, "hello");
    EXPECT_EQ(observer_->opened, 1);
}

TEST_F(Exchanges, may_be_asked_for_all_at_once_and_are_answered_in_their_order) {
    auto client = connect();
    client.send(post("/echo", "one") + get("/chunked?n=9") + post("/ignore", "thrown away") + post("/echo", "two") +
                get("/nowhere") + post("/echo", "three"));
    EXPECT_EQ(client.receive().body, "one");
    EXPECT_EQ(client.receive().body.size(), 9U);
    EXPECT_EQ(client.receive().body, "hello");
    EXPECT_EQ(client.receive().body, "two");
    EXPECT_EQ(client.receive().status, 404);
    EXPECT_EQ(client.receive().body, "three");
}

TEST_F(Exchanges, may_name_the_server_in_their_target_as_for_a_proxy) {
    auto client = connect();
    EXPECT_EQ(client.ask("GET http://other:8080/host?a=b HTTP/1.1\r\nHost: h\r\n\r\n").body, "other:8080")
        << "the target counts, not the field (RFC 9112, 3.2.2)";
    EXPECT_EQ(client.ask("GET HTTPS://other/host HTTP/1.1\r\nHost: h\r\n\r\n").body, "other");
    EXPECT_EQ(client.ask(get("/host")).body, "h");
    EXPECT_EQ(client.ask("GET http://other HTTP/1.1\r\nHost: h\r\n\r\n").status, 404) << "there is nothing at /";
    EXPECT_EQ(observer_->opened, 1);
}

TEST_F(Exchanges, of_options_may_be_about_the_whole_server) {
    auto client = connect();
    for (const auto* target : {"*", "http://h"}) {
        const auto answer = client.ask("OPTIONS " + std::string{target} + " HTTP/1.1\r\nHost: h\r\n\r\n");
        EXPECT_EQ(answer.status, 204) << target;
        EXPECT_EQ(answer.field("Allow"), "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS") << target;
    }
    EXPECT_EQ(client.ask("OPTIONS http://h/nowhere HTTP/1.1\r\nHost: h\r\n\r\n").status, 404);
    EXPECT_EQ(client.ask(get("/hello")).body, "hello");
    EXPECT_EQ(observer_->opened, 1);
}

TEST_F(Exchanges, end_with_the_connection_when_the_client_says_so) {
    auto client = connect();
    EXPECT_EQ(client.ask(get("/hello", "Connection: close\r\n")).field("Connection"), "close");
    EXPECT_TRUE(client.is_closed());
    auto old = connect();
    EXPECT_EQ(old.ask("GET /hello HTTP/1.0\r\n\r\n").body, "hello");
    EXPECT_TRUE(old.is_closed());
    auto keeping = connect();
    const std::string kept = "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    EXPECT_EQ(keeping.ask(kept).field("Connection"), "keep-alive");
    EXPECT_EQ(keeping.ask(kept).body, "hello");
}

TEST_F(Exchanges, begin_wherever_the_bytes_are_cut) {
    auto client = connect();
    const auto request = post("/echo", "body", "X-More: yes\r\n") + get("/hello");
    client.drip(request, std::chrono::milliseconds{1});
    EXPECT_EQ(client.receive().body, "body");
}

TEST_F(Exchanges, may_have_empty_lines_before_them) {
    auto client = connect();
    EXPECT_EQ(client.ask("\r\n\r\n\r\n\r\n" + get("/hello")).body, "hello");
    client.send("\r\n");
    client.send("\r\n\r");
    client.send("\n");
    EXPECT_EQ(client.ask(get("/hello")).body, "hello");
}

TEST_F(Exchanges, do_not_begin_after_empty_lines_without_end) {
    auto client = connect();
    std::string lines;
    for (int i = 0; i < 10'000; ++i) lines += "\r\n";
    client.send(lines + get("/hello"));
    EXPECT_EQ(client.receive().status, 400);
    EXPECT_TRUE(client.is_closed());
    EXPECT_EQ(stage_.entered, 0);
}

TEST_F(Exchanges, for_a_head_have_the_fields_of_a_get_and_no_body) {
    auto client = connect();
    for (const auto* path : {"/hello", "/sized?n=70000", "/chunked?n=70000"}) {
        const auto of_get = client.ask(get(path));
        const auto of_head = client.ask("HEAD " + get(path).substr(4), true);
        EXPECT_EQ(of_head.status, 200);
        EXPECT_EQ(of_head.field("Content-Length"), of_get.field("Content-Length")) << path;
        EXPECT_EQ(of_head.field("Transfer-Encoding"), of_get.field("Transfer-Encoding")) << path;
        EXPECT_EQ(of_head.field("Content-Type"), of_get.field("Content-Type")) << path;
    }
    EXPECT_EQ(client.ask(get("/hello")).body, "hello") << "no byte of a body stands before the next answer";
    EXPECT_EQ(stage_.alive, 0);
}

TEST_F(Exchanges, take_chunked_bodies) {
    auto client = connect();
    const auto send = [&](const std::string& chunks) {
        return client.ask("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
    };
    EXPECT_EQ(send("5\r\nhello\r\n0\r\n\r\n").body, "hello");
    EXPECT_EQ(send("2;name=\"v\"\r\nhe\r\n003\r\nllo\r\n0\r\nX-Trailer: t\r\n\r\n").body, "hello");
    EXPECT_EQ(send("0\r\n\r\n").body, "");
    EXPECT_EQ(send("c350\r\n" + std::string(50'000, 'x') + "\r\n1\r\ny\r\n0\r\n\r\n").body.size(), 50'001U);
    EXPECT_EQ(client.ask(get("/hello")).body, "hello");
}

TEST_F(Exchanges, take_chunked_bodies_byte_by_byte) {
    auto client = connect();
    client.drip(
        "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n1\r\n!\r\n0\r\n\r\n",
        std::chrono::milliseconds{1});
    EXPECT_EQ(client.receive().body, "0123456789!");
}

TEST_F(Exchanges, stream_out_with_a_length_where_it_is_known_and_in_chunks_where_not) {
    constexpr std::size_t kSize = 300'000;
    auto client = connect();
    for (const auto* path : {"/sized?n=300000", "/chunked?n=300000"}) {
        const auto answer = client.ask(get(path));
        EXPECT_TRUE(answer.is_whole);
        ASSERT_EQ(answer.body.size(), kSize);
        EXPECT_TRUE(testkit::is_pattern(answer.body, 0)) << path;
    }
    EXPECT_EQ(client.ask(get("/sized?n=0")).field("Content-Length"), "0");
    EXPECT_EQ(client.ask(get("/chunked?n=0")).body, "");
    auto old = connect();
    const auto answer = old.ask("GET /chunked?n=300000 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(answer.field("Transfer-Encoding"), "(none)");
    EXPECT_EQ(answer.body.size(), kSize) << "HTTP/1.0 hears the end by the end of the connection";
    EXPECT_TRUE(eventually([this] { return stage_.alive == 0; }));
}

TEST_F(Exchanges, pass_a_body_through_while_it_comes) {
    auto client = connect();
    client.send("POST /relay HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nfirst \r\n");
    EXPECT_THAT(client.read(17), HasSubstr("200 OK"));
    std::string text;
    while (!text.ends_with("first \r\n")) text += client.read(1);
    client.send("4\r\nlast\r\n0\r\n\r\n");
    EXPECT_EQ(client.read(14), "4\r\nlast\r\n0\r\n\r\n");
}

TEST_F(Exchanges, ask_for_a_body_that_waits_for_that) {
    auto client = connect();
    const std::string head = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n";
    EXPECT_EQ(client.ask(head).status, 100);
    EXPECT_EQ(client.ask("body").body, "body");
    EXPECT_EQ(client.ask(get("/hello")).body, "hello");
}

TEST_F(Exchanges, do_not_ask_for_a_body_that_nobody_wants) {
    for (const auto* start :
         {"POST /ignore HTTP/1.1\r\nContent-Length: 4\r\n", "POST /nowhere HTTP/1.1\r\nContent-Length: 4\r\n",
          "POST /echo HTTP/1.1\r\nContent-Length: 100001\r\n",
          "POST /ignore HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"}) {
        auto client = connect();
        const auto answer = client.ask(std::string{start} + "Host: h\r\nExpect: 100-continue\r\n\r\n");
        EXPECT_NE(answer.status, 100) << start;
        EXPECT_EQ(answer.field("Connection"), "close") << "the body may come or not: no next request can be found";
        EXPECT_TRUE(client.is_closed());
    }
}

TEST_F(Exchanges, throw_a_short_unread_body_away_and_end_after_a_long_one) {
    auto client = connect();
    EXPECT_EQ(client.ask(post("/ignore", std::string(60'000, 'x'))).status, 200);
    EXPECT_EQ(client.ask(get("/hello")).body, "hello");
    const auto answer = client.ask(post("/ignore", std::string(90'000, 'x')));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.field("Connection"), "close");
    EXPECT_TRUE(client.is_closed());
}

TEST_F(Exchanges, know_the_methods_of_a_path) {
    auto client = connect();
    const auto wrong = client.ask(post("/hello", ""));
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.field("Allow"), "GET, HEAD, OPTIONS");
    const auto options = client.ask("OPTIONS /hello HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(options.status, 204);
    EXPECT_EQ(options.field("Allow"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(client.ask(get("/hello")).body, "hello");
}

}  // namespace
}  // namespace acervo::http
