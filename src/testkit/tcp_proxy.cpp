#include "testkit/tcp_proxy.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <vector>

#include "core/async.hpp"

namespace acervo::testkit {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
constexpr auto kToken = asio::as_tuple(asio::deferred);

struct Pair {
    explicit Pair(tcp::socket accepted) : client{std::move(accepted)}, server{client.get_executor()} {}
    void close() {
        boost::system::error_code ignored;
        client.close(ignored);
        server.close(ignored);
    }
    tcp::socket client;
    tcp::socket server;
    bool lost_bytes{false};
};

}  // namespace

struct TcpProxy::State {
    explicit State(asio::io_context& context, std::uint16_t target)
        : acceptor{context, tcp::endpoint{asio::ip::address_v4::loopback(), 0}},
          server{asio::ip::address_v4::loopback(), target} {}

    static Async<void> accept(std::shared_ptr<State> self) {
        for (;;) {
            auto [error, socket] = co_await self->acceptor.async_accept(kToken);
            if (error) co_return;
            auto pair = std::make_shared<Pair>(std::move(socket));
            self->pairs.push_back(pair);
            asio::co_spawn(self->acceptor.get_executor(), serve(self, std::move(pair)), asio::detached);
        }
    }
    static Async<void> serve(std::shared_ptr<State> self, std::shared_ptr<Pair> pair) {
        auto [error] = co_await pair->server.async_connect(self->server, kToken);
        if (error) co_return pair->close();
        asio::co_spawn(self->acceptor.get_executor(), pump(self, pair, false), asio::detached);
        co_await pump(self, pair, true);
    }
    static Async<void> pump(std::shared_ptr<State> self, std::shared_ptr<Pair> pair, bool to_client) {
        auto& from = to_client ? pair->server : pair->client;
        auto& to = to_client ? pair->client : pair->server;
        std::array<char, 16 * 1024> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init)
        for (;;) {
            auto [error, count] = co_await from.async_read_some(asio::buffer(buffer), kToken);
            if (error || (to_client && std::exchange(self->cuts_next_answer, false))) co_return pair->close();
            if (self->swallows) {
                pair->lost_bytes = true;
                continue;
            }
            auto [failed, written] = co_await asio::async_write(to, asio::buffer(buffer.data(), count), kToken);
            if (failed) co_return pair->close();
        }
    }

    tcp::acceptor acceptor;
    tcp::endpoint server;
    std::vector<std::weak_ptr<Pair>> pairs;
    bool cuts_next_answer{false};
    bool swallows{false};
};

TcpProxy::TcpProxy(asio::io_context& context, std::uint16_t server_port)
    : state_{std::make_shared<State>(context, server_port)} {
    asio::co_spawn(context, State::accept(state_), asio::detached);
}

TcpProxy::~TcpProxy() { state_->acceptor.close(); }

std::uint16_t TcpProxy::port() const { return state_->acceptor.local_endpoint().port(); }
void TcpProxy::cut_next_answer() { state_->cuts_next_answer = true; }
void TcpProxy::swallow() { state_->swallows = true; }
void TcpProxy::heal() { state_->swallows = false; }

void TcpProxy::close_lossy() {
    for (const auto& one : state_->pairs) {
        if (const auto pair = one.lock(); pair && pair->lost_bytes) pair->close();
    }
}

}  // namespace acervo::testkit
