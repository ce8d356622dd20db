#include <fmt/format.h>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "net/http_client_fixture.hpp"
#include "testkit/certificates.hpp"

namespace acervo {
namespace {

namespace asio = boost::asio;
using testkit::Certificates;
using testkit::LoopbackServer;

Async<void> answer_over_tls(LoopbackServer::Socket socket, asio::ssl::context* context) {
    asio::ssl::stream<LoopbackServer::Socket> stream{std::move(socket), *context};
    co_await stream.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
    std::array<char, 4096> request{};
    for (;;) {
        co_await stream.async_read_some(asio::buffer(request), asio::use_awaitable);
        co_await asio::async_write(stream, asio::buffer(kHello), asio::use_awaitable);
    }
}

/// Takes a body of 4 MiB and answers; session tickets come before it, as TLS 1.3 servers send them.
Async<void> take_over_tls(LoopbackServer::Socket socket, asio::ssl::context* context, std::size_t* taken) {
    asio::ssl::stream<LoopbackServer::Socket> stream{std::move(socket), *context};
    co_await stream.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
    std::vector<char> piece(std::size_t{64} * 1024);
    while (*taken < std::size_t{4} << 20) {
        *taken += co_await stream.async_read_some(asio::buffer(piece), asio::use_awaitable);
    }
    co_await asio::async_write(stream, asio::buffer(kHello), asio::use_awaitable);
}

/// Ends the body, and the TCP connection, without TLS's own goodbye, as one who cuts the line would.
Async<void> cut_over_tls(LoopbackServer::Socket socket, asio::ssl::context* context) {
    asio::ssl::stream<LoopbackServer::Socket> stream{std::move(socket), *context};
    co_await stream.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
    std::array<char, 4096> request{};
    co_await stream.async_read_some(asio::buffer(request), asio::use_awaitable);
    co_await asio::async_write(stream, asio::buffer("HTTP/1.0 200 OK\r\n\r\nhalf of wh", 29), asio::use_awaitable);
    stream.next_layer().shutdown(LoopbackServer::Socket::shutdown_both);
}

const Certificates& certificates() {
    static const Certificates kMade;
    return kMade;
}

class HttpClientTlsTest : public HttpClientTest {
protected:
    void SetUp() override {
        server_context_.use_certificate_chain_file(certificates().path("server.pem"));
        server_context_.use_private_key_file(certificates().path("server.key"), asio::ssl::context::pem);
        restart_client({.ca_file = certificates().path("ca.pem")});
    }
    LoopbackServer answering_server() {
        return LoopbackServer{context_,
                              [this](Socket socket) { return answer_over_tls(std::move(socket), &server_context_); }};
    }
    static std::string url(const LoopbackServer& server, const std::string& host) {
        return fmt::format("https://{}:{}/", host, server.port());
    }

    asio::ssl::context server_context_{asio::ssl::context::tls_server};
};

TEST_F(HttpClientTlsTest, speaks_to_a_server_whose_authority_is_trusted) {
    const auto server = answering_server();
    for (int i = 0; i < 2; ++i) {
        auto answer = get(url(server, "localhost"));
        ASSERT_TRUE(answer) << answer.error().message();
        EXPECT_EQ(text_of(*answer), "hello");
    }
    EXPECT_EQ(server.connections(), 1);
}

TEST_F(HttpClientTlsTest, refuses_an_authority_it_does_not_trust) {
    restart_client({.ca_file = certificates().path("other.pem")});
    const auto server = answering_server();
    const auto answer = get(url(server, "localhost"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind(), ErrorKind::Unavailable);
    EXPECT_TRUE(answer.error().message().contains("certificate")) << answer.error().message();
}

TEST_F(HttpClientTlsTest, refuses_a_certificate_for_another_name) {
    const auto server = answering_server();
    const auto answer = get(url(server, "127.0.0.1"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind(), ErrorKind::Unavailable);
    EXPECT_TRUE(answer.error().message().contains("certificate")) << answer.error().message();
}

TEST_F(HttpClientTlsTest, says_so_when_the_file_of_authorities_cannot_be_read) {
    restart_client({.ca_file = certificates().path("missing.pem")});
    const auto server = answering_server();
    const auto answer = get(url(server, "localhost"));
    ASSERT_FALSE(answer);
    EXPECT_TRUE(answer.error().message().contains("missing.pem")) << answer.error().message();
}

TEST_F(HttpClientTlsTest, a_server_that_speaks_no_tls_is_unavailable) {
    LoopbackServer server{context_,
                          [this](Socket socket) { return answer_and_close(std::move(socket), &seen_, kHello); }};
    HttpRequest request{Method::Get, url(server, "localhost")};
    request.timeout = std::chrono::milliseconds{300};
    EXPECT_FALSE(send(std::move(request)));
}

TEST_F(HttpClientTlsTest, sends_a_body_through_to_its_end) {
    std::size_t taken = 0;
    LoopbackServer server{context_,
                          [&](Socket socket) { return take_over_tls(std::move(socket), &server_context_, &taken); }};
    HttpRequest request{Method::Put, url(server, "localhost")};
    request.body = std::make_unique<StringSource>(std::string(std::size_t{4} << 20, 'x'));
    const auto answer = send(std::move(request));
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_GT(taken, std::size_t{4} << 20);
}

TEST_F(HttpClientTlsTest, a_body_that_somebody_cut_off_is_not_taken_for_a_whole_one) {
    LoopbackServer server{context_, [&](Socket socket) { return cut_over_tls(std::move(socket), &server_context_); }};
    auto answer = get(url(server, "localhost"));
    ASSERT_TRUE(answer) << answer.error().message();
    const auto text = text_of(*answer);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().kind(), ErrorKind::Unavailable);
}

}  // namespace
}  // namespace acervo
