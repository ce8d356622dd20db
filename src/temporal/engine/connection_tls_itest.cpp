#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "temporal/engine/connection.hpp"
#include "temporal/engine/server_fixture.hpp"
#include "testkit/certificates.hpp"
#include "testkit/loopback_server.hpp"
#include "testkit/run.hpp"

namespace acervo::temporal {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testkit::Certificates;
using testkit::LoopbackServer;
using TlsStream = asio::ssl::stream<LoopbackServer::Socket>;

template <class From, class To>
Async<void> pump(From* from, To* to) {
    std::array<char, 16384> piece{};
    for (;;) {
        const auto [failed, size] = co_await from->async_read_some(asio::buffer(piece), asio::as_tuple(asio::deferred));
        if (failed) co_return;
        const auto [lost, written] =
            co_await asio::async_write(*to, asio::buffer(piece.data(), size), asio::as_tuple(asio::deferred));
        if (lost) co_return;
    }
}

/// TLS in front of the real server.
Async<void> forward(LoopbackServer::Socket socket, asio::ssl::context* context) {
    using asio::experimental::awaitable_operators::operator||;
    const auto executor = co_await asio::this_coro::executor;
    TlsStream outside{std::move(socket), *context};
    const auto [refused] =
        co_await outside.async_handshake(asio::ssl::stream_base::server, asio::as_tuple(asio::deferred));
    if (refused) co_return;
    LoopbackServer::Socket inside{executor};
    co_await inside.async_connect({asio::ip::address_v4::loopback(), Server::port()}, asio::deferred);
    co_await (pump(&outside, &inside) || pump(&inside, &outside));
}

/// Chooses HTTP/2 (RFC 7301), which gRPC asks for.
int choose_h2(SSL* /*ssl*/, const unsigned char** out, unsigned char* size, const unsigned char* offered,
              unsigned int length, void* /*none*/) {
    static constexpr unsigned char kH2[] = {2, 'h', '2'};
    unsigned char* chosen = nullptr;
    if (SSL_select_next_proto(&chosen, size, kH2, sizeof kH2, offered, length) != OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_NOACK;
    }
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

const Certificates& certificates() {
    static const Certificates kMade;
    return kMade;
}

class ConnectionTls : public ::testing::Test {
protected:
    ConnectionTls() {
        server_context_.use_certificate_chain_file(certificates().path("server.pem"));
        server_context_.use_private_key_file(certificates().path("server.key"), asio::ssl::context::pem);
        SSL_CTX_set_alpn_select_cb(server_context_.native_handle(), choose_h2, nullptr);
    }
    void ask_for_client_certificates() {
        server_context_.load_verify_file(certificates().path("ca.pem"));
        server_context_.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
    }
    ConnectOptions options() const {
        auto into = Server::options("https://localhost:" + std::to_string(front_.port()));
        into.tls.emplace().ca_pem = certificates().text("ca.pem");
        return into;
    }
    /// Connects, and makes a call.
    Result<void> try_it(ConnectOptions options) {
        const auto connection =
            testkit::run(context_, Connection::connect(runtime_, std::move(options), Deadline::after(5s)));
        if (!connection) return fail(connection.error());
        const auto answer = testkit::run(context_, connection->call("GetSystemInfo", "", CallOptions{}));
        return answer ? ok() : Result<void>{fail(answer.error())};
    }

    asio::io_context context_;
    asio::ssl::context server_context_{asio::ssl::context::tls_server};
    LoopbackServer front_{
        context_, [this](LoopbackServer::Socket socket) { return forward(std::move(socket), &server_context_); }};
    Runtime runtime_{Runtime::start().value()};
};

TEST_F(ConnectionTls, speaks_to_a_server_whose_authority_is_trusted) {
    const auto answer = try_it(options());
    EXPECT_TRUE(answer) << answer.error().message();
}

TEST_F(ConnectionTls, refuses_a_server_that_another_authority_signed) {
    auto wrong = options();
    wrong.tls->ca_pem = certificates().text("other.pem");
    EXPECT_FALSE(try_it(std::move(wrong)));
}

TEST_F(ConnectionTls, refuses_a_server_of_another_name_unless_it_is_expected) {
    auto wrong = options();
    wrong.tls->domain = "elsewhere.example";
    EXPECT_FALSE(try_it(wrong));
    wrong.url = "https://127.0.0.1:" + std::to_string(front_.port());
    wrong.tls->domain = "localhost";
    const auto answer = try_it(std::move(wrong));
    EXPECT_TRUE(answer) << answer.error().message();
}

TEST_F(ConnectionTls, proves_who_it_is_where_the_server_asks) {
    ask_for_client_certificates();
    EXPECT_FALSE(try_it(options())) << "without a certificate";
    auto known = options();
    known.tls->certificate_pem = certificates().text("client.pem");
    known.tls->key_pem = Secret{certificates().text("client.key")};
    const auto answer = try_it(std::move(known));
    EXPECT_TRUE(answer) << answer.error().message();
}

TEST_F(ConnectionTls, that_is_plain_does_not_pass) {
    EXPECT_FALSE(try_it(Server::options("http://localhost:" + std::to_string(front_.port()))));
}

}  // namespace
}  // namespace acervo::temporal
