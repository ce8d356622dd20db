// Requests that no handler sees, and what stands behind them on the wire.
#include <gmock/gmock.h>

#include "http/server/server_fixture.hpp"

namespace acervo::http {
namespace {

using namespace std::string_literals;
using std::string;
using testing::HasSubstr;

class Refusals : public ServerTest {
protected:
    Refusals() { start(); }

    /// The refusal, after which the connection must end and nothing more of it be served.
    Answer refuse(const string& text) {
        auto client = connect();
        client.send(text + get("/smuggled"));
        auto answer = client.receive();
        EXPECT_EQ(answer.field("Connection"), "close") << text;
        EXPECT_EQ(answer.field("Content-Type"), "application/problem+json") << text;
        EXPECT_THAT(answer.body, HasSubstr("\"request_id\":\"" + answer.field("X-Request-Id"))) << text;
        EXPECT_TRUE(answer.is_whole) << text;
        EXPECT_TRUE(client.is_closed()) << text;
        return answer;
    }
};

string with(const string& fields) { return "POST /echo HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n"; }

TEST_F(Refusals, of_what_two_readers_could_read_differently_are_400_and_end_the_connection) {
    const string chunks = "0\r\n\r\n";
    for (const auto& text : {with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + chunks,
                             with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") + chunks,
                             with("Content-Length: 5\r\nContent-Length: 5\r\n") + "12345",
                             with("Content-Length: 5\r\nContent-Length: 0\r\n") + "12345",
                             with("Content-Length: 5, 5\r\n") + "12345",
                             with("Content-Length: +5\r\n") + "12345",
                             with("Content-Length: 0x5\r\n") + "12345",
                             with("Content-Length: 99999999999999999999\r\n"),
                             with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") + chunks,
                             with("Transfer-Encoding : chunked\r\n") + chunks,
                             with("X: a\r\n b\r\n"),
                             with("X: a\r\n\tContent-Length: 5\r\n"),
                             with("X: a\nContent-Length: 5\r\n"),
                             with("X: a\rb\r\n"),
                             with("X: a\0b\r\n"s),
                             with("Host: other\r\n"),
                             string{"POST /echo HTTP/1.1\r\n\r\n"},
                             "POST /echo\0 HTTP/1.1\r\nHost: h\r\n\r\n"s,
                             string{"POST /e\tcho HTTP/1.1\r\nHost: h\r\n\r\n"},
                             string{"POST /%00 HTTP/1.1\r\nHost: h\r\n\r\n"},
                             string{"POST /a/../b HTTP/1.1\r\nHost: h\r\n\r\n"},
                             string{"POST http://me@h/echo HTTP/1.1\r\nHost: h\r\n\r\n"},
                             string{"POST ftp://h/echo HTTP/1.1\r\nHost: h\r\n\r\n"},
                             string{"POST http:///echo HTTP/1.1\r\nHost: h\r\n\r\n"},
                             string{"POST * HTTP/1.1\r\nHost: h\r\n\r\n"},
                             string{"POST /echo HTTP/1.1\r\nHost: h/x\r\n\r\n"},
                             string{"POST /echo HTTP/1.1\r\nHost: a, b\r\n\r\n"},
                             string{"\x16\x03\x01\x02"}}) {
        EXPECT_EQ(refuse(text).status, 400) << text;
    }
    EXPECT_EQ(stage_.entered, 0);
}

TEST_F(Refusals, of_what_the_server_does_not_speak_have_their_own_status) {
    EXPECT_EQ(refuse(with("Transfer-Encoding: gzip, chunked\r\n")).status, 501);
    EXPECT_EQ(refuse("BREW / HTTP/1.1\r\nHost: h\r\n\r\n").status, 501);
    EXPECT_EQ(refuse("GET / HTTP/2.0\r\nHost: h\r\n\r\n").status, 505);
    EXPECT_EQ(refuse(with("Expect: magic\r\n")).status, 417);
    EXPECT_EQ(stage_.entered, 0);
}

TEST_F(Refusals, of_lines_that_end_with_a_bare_lf_are_400_before_the_head_ends) {
    for (const auto* text : {"GET /hello HTTP/1.1\nHost: h\n\n", "GET /hello HTTP/1.1\nHost: h\r\n\r\n",
                             "GET /hello HTTP/1.1\r\nHost: h\nX: a\r\n\r\n"}) {
        auto client = connect();
        EXPECT_EQ(client.ask(text).status, 400) << text;
        EXPECT_TRUE(client.is_closed());
    }
    EXPECT_EQ(stage_.entered, 0);
}

TEST_F(Refusals, of_a_long_target_are_414_before_its_end_is_seen) {
    auto client = connect();
    client.send("GET /" + string(9'000, 'a'));
    EXPECT_EQ(client.receive().status, 414);
    EXPECT_TRUE(client.is_closed());
    EXPECT_EQ(refuse("GET /" + string(8'192, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n").status, 414);
    EXPECT_EQ(ask("GET /" + string(8'191, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n").status, 404);
}

TEST_F(Refusals, of_a_large_header_are_431_before_its_end_is_seen) {
    auto client = connect();
    client.send("GET / HTTP/1.1\r\nHost: h\r\nX: " + string(17'000, 'a'));
    EXPECT_EQ(client.receive().status, 431);
    EXPECT_TRUE(client.is_closed());
    string fields;
    for (int i = 0; i < 100; ++i) fields += "X: 1\r\n";
    EXPECT_EQ(refuse(get("/hello", fields)).status, 431);
    EXPECT_EQ(ask(get("/hello", fields.substr(6))).status, 200);
}

TEST_F(Refusals, of_a_large_body_are_413_before_it_is_read) {
    auto client = connect();
    client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 100001\r\n\r\n");
    const auto answer = client.receive();
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(answer.field("Connection"), "close");
    EXPECT_THAT(answer.body, HasSubstr("\"/problems/too-large\""));
    EXPECT_EQ(stage_.entered, 0);
    EXPECT_EQ(ask(post("/echo", string(100'000, 'x'))).body.size(), 100'000U);
}

TEST_F(Refusals, let_the_client_finish_its_sentence_so_that_it_gets_to_read_them) {
    auto client = connect();
    client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 100001\r\n\r\n");
    ASSERT_TRUE(eventually([&] { return client.is_readable(); }));
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(client.send(string(25'000, 'x'))) << "it was reset";
    EXPECT_EQ(client.receive().status, 413);
    EXPECT_TRUE(client.is_closed());
}

TEST_F(Refusals, of_a_body_whose_chunks_grow_too_large_are_413) {
    auto client = connect();
    client.send("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    const auto chunk = "2710\r\n" + string(10'000, 'x') + "\r\n";
    for (int i = 0; i < 1'000 && !client.is_readable(); ++i) client.send(chunk);
    const auto answer = client.receive();
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(answer.field("Connection"), "close");
    EXPECT_TRUE(eventually([this] { return observer_->closed == 1; }));
}

TEST_F(Refusals, of_malformed_chunks_are_400_and_end_the_connection) {
    for (const auto* chunks : {"5\nhello\r\n0\r\n\r\n", "g\r\n", "-1\r\n", "5\r\nhello!\r\n0\r\n\r\n", "\r\n",
                               "fffffffffffffffff\r\n", "0x5\r\nhello\r\n0\r\n\r\n"}) {
        EXPECT_EQ(
            refuse("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + string{chunks}).status, 400)
            << chunks;
    }
}

TEST_F(Refusals, leave_the_server_to_everybody_else) {
    auto bystander = connect();
    EXPECT_EQ(bystander.ask(get("/hello")).body, "hello");
    for (int i = 0; i < 50; ++i) EXPECT_EQ(refuse(with("Content-Length: x\r\n")).status, 400);
    EXPECT_EQ(bystander.ask(get("/hello")).body, "hello");
    EXPECT_TRUE(eventually([this] { return observer_->closed == 50; }));
}

}  // namespace
}  // namespace acervo::http
