#include "http/server/request_head.hpp"

#include <gmock/gmock.h>

namespace acervo::http {
namespace {

/// The status of the refusal; 0 when the head is fine.
int status_of(const std::string& text) {
    const auto head = read_request_head(text, ServerLimits{});
    return head ? 0 : head.error().status;
}

std::string get_with(const std::string& fields) { return "GET / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n"; }

TEST(RequestHead, gives_method_target_and_fields) {
    const std::string text = "PATCH /a?b=%20 HTTP/1.1\r\nHost: h:80\r\nAccept:  a, b \t\r\nX-Empty:\r\n\r\n";
    const auto head = read_request_head(text, ServerLimits{});
    ASSERT_TRUE(head);
    EXPECT_EQ(head->method, Method::Patch);
    EXPECT_EQ(head->target, "/a?b=%20");
    EXPECT_EQ(head->headers.find("host"), "h:80");
    EXPECT_EQ(head->headers.find("accept"), "a, b");
    EXPECT_EQ(head->headers.find("x-empty"), "");
    EXPECT_TRUE(head->keep_alive);
    EXPECT_EQ(head->content_length, 0U);
}

TEST(RequestHead, keeps_connections_as_the_version_has_it) {
    const auto keeps = [](const std::string& text) { return read_request_head(text, ServerLimits{})->keep_alive; };
    EXPECT_TRUE(keeps(get_with("")));
    EXPECT_FALSE(keeps(get_with("Connection: close\r\n")));
    EXPECT_FALSE(keeps("GET / HTTP/1.0\r\n\r\n"));
    EXPECT_TRUE(keeps("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

TEST(RequestHead, takes_every_well_formed_host) {
    for (const auto* host : {"", "h", "h:80", "127.0.0.1:17000", "[::1]:80", "dam.example.org:"}) {
        EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: " + std::string{host} + "\r\n\r\n"), 0) << host;
    }
    EXPECT_EQ(status_of("GET / HTTP/1.0\r\n\r\n"), 0);
}

TEST(RequestHead, reads_how_the_body_is_framed) {
    const auto sized = read_request_head(get_with("Content-Length: 0012\r\n"), ServerLimits{});
    EXPECT_EQ(sized->content_length, 12U);
    const auto chunked = read_request_head(get_with("Transfer-Encoding: Chunked\r\n"), ServerLimits{});
    EXPECT_TRUE(chunked->is_chunked);
}

TEST(RequestHead, expects_to_be_asked_for_a_body_only_when_there_is_one) {
    const auto with_body = read_request_head(get_with("Expect: 100-Continue\r\nContent-Length: 1\r\n"), ServerLimits{});
    EXPECT_TRUE(with_body->expects_continue);
    EXPECT_FALSE(read_request_head(get_with("Expect: 100-continue\r\n"), ServerLimits{})->expects_continue);
    EXPECT_EQ(status_of(get_with("Expect: magic\r\n")), 417);
}

class RefusedHead : public testing::TestWithParam<std::pair<std::string, int>> {};

TEST_P(RefusedHead, has_its_status) { EXPECT_EQ(status_of(GetParam().first), GetParam().second) << GetParam().first; }

INSTANTIATE_TEST_SUITE_P(
    Framing, RefusedHead,
    testing::Values(std::pair{get_with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400},
                    std::pair{get_with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"), 400},
                    std::pair{get_with("Content-Length: 5\r\nContent-Length: 5\r\n"), 400},
                    std::pair{get_with("Content-Length: 5, 5\r\n"), 400},
                    std::pair{get_with("Content-Length: +5\r\n"), 400},
                    std::pair{get_with("Content-Length: -5\r\n"), 400},
                    std::pair{get_with("Content-Length: 0x5\r\n"), 400},
                    std::pair{get_with("Content-Length:\r\n"), 400},
                    std::pair{get_with("Content-Length: 99999999999999999999\r\n"), 400},
                    std::pair{get_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
                    std::pair{get_with("Transfer-Encoding: gzip, chunked\r\n"), 501},
                    std::pair{get_with("Transfer-Encoding: identity\r\n"), 501},
                    std::pair{std::string{"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"}, 400}));

INSTANTIATE_TEST_SUITE_P(
    Lines, RefusedHead,
    testing::Values(std::pair{std::string{"GET / HTTP/1.1\r\n\r\n"}, 400}, std::pair{get_with("Host: other\r\n"), 400},
                    std::pair{std::string{"GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n"}, 400},
                    std::pair{std::string{"GET / HTTP/1.1\r\nHost: a b\r\n\r\n"}, 400},
                    std::pair{std::string{"GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"}, 400},
                    std::pair{std::string{"GET / HTTP/1.1\r\nHost: me@h\r\n\r\n"}, 400},
                    std::pair{std::string{"GET / HTTP/1.1\r\nHost: h/x\r\n\r\n"}, 400},
                    std::pair{std::string{"GET / HTTP/1.1\r\nHost: h:port\r\n\r\n"}, 400},
                    std::pair{std::string{"GET / HTTP/1.0\r\nHost: h:99999\r\n\r\n"}, 400},
                    std::pair{get_with("X: a\r\n b\r\n"), 400}, std::pair{get_with("X:\r\n\tb\r\n"), 400},
                    std::pair{get_with("X: a\r\n \r\n"), 400}, std::pair{get_with("X : a\r\n"), 400},
                    std::pair{get_with(": a\r\n"), 400}, std::pair{get_with("X\r\n"), 400},
                    std::pair{std::string{"GET / HTTP/1.1\nHost: h\r\n\r\n"}, 400},
                    std::pair{get_with("X: a\nY: b\r\n"), 400}, std::pair{get_with("X: a\rb\r\n"), 400},
                    std::pair{get_with(std::string{"X: a\0b\r\n", 8}), 400}, std::pair{get_with("X: \x01\r\n"), 400},
                    std::pair{std::string{"GET  / HTTP/1.1\r\nHost: h\r\n\r\n"}, 400},
                    std::pair{std::string{"GET / HTTP/1.1 \r\nHost: h\r\n\r\n"}, 505},
                    std::pair{std::string{"GET / HTTP/2.0\r\nHost: h\r\n\r\n"}, 505},
                    std::pair{std::string{"GET /\r\nHost: h\r\n\r\n"}, 400},
                    std::pair{std::string{"TRACE / HTTP/1.1\r\nHost: h\r\n\r\n"}, 501},
                    std::pair{std::string{"get / HTTP/1.1\r\nHost: h\r\n\r\n"}, 501},
                    std::pair{std::string{"G\x01T / HTTP/1.1\r\nHost: h\r\n\r\n"}, 400}));

TEST(RequestHead, has_limits) {
    std::string many;
    for (int i = 0; i < 99; ++i) many += "X: 1\r\n";
    EXPECT_EQ(status_of(get_with(many)), 0);
    EXPECT_EQ(status_of(get_with(many + "X: 1\r\n")), 431);
    EXPECT_EQ(status_of("GET /" + std::string(8191, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n"), 0);
    EXPECT_EQ(status_of("GET /" + std::string(8192, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n"), 414);
}

TEST(HeadEnd, is_found_wherever_the_reading_stopped_before) {
    const std::string text = "GET / HTTP/1.1\r\n\r\nrest";
    for (std::size_t scanned = 0; scanned < 18; ++scanned) EXPECT_EQ(find_head_end(text, scanned), 18U) << scanned;
    EXPECT_EQ(find_head_end("GET / HTTP/1.1\r\n", 0), std::nullopt);
    EXPECT_EQ(find_head_end("", 0), std::nullopt);
}

}  // namespace
}  // namespace acervo::http
