#include "testkit/loopback_server.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace acervo::testkit {
namespace asio = boost::asio;
using asio::ip::tcp;

struct LoopbackServer::State {
    State(asio::io_context& context, Serve serve_connection)
        : acceptor{context, tcp::endpoint{asio::ip::address_v4::loopback(), 0}}, serve{std::move(serve_connection)} {}

    tcp::acceptor acceptor;
    Serve serve;
    int connections{0};
};

LoopbackServer::LoopbackServer(asio::io_context& context, Serve serve)
    : state_{std::make_shared<State>(context, std::move(serve))} {
    asio::co_spawn(context, accept_all(state_), asio::detached);
}

LoopbackServer::~LoopbackServer() {
    boost::system::error_code ignored;
    state_->acceptor.close(ignored);
}

std::uint16_t LoopbackServer::port() const { return state_->acceptor.local_endpoint().port(); }
std::string LoopbackServer::url() const { return fmt::format("http://127.0.0.1:{}", port()); }
int LoopbackServer::connections() const { return state_->connections; }

Async<void> LoopbackServer::accept_all(std::shared_ptr<State> state) {
    for (;;) {
        auto [error, socket] = co_await state->acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
        if (error) co_return;
        ++state->connections;
        socket.set_option(tcp::no_delay{true});
        asio::co_spawn(state->acceptor.get_executor(), state->serve(std::move(socket)), [](const std::exception_ptr&) {
            // A peer that went away is what many tests are about: they look at the client.
        });
    }
}

Async<std::string> read_header(LoopbackServer::Socket* socket, std::string* buffer) {
    const auto size =
        co_await asio::async_read_until(*socket, asio::dynamic_buffer(*buffer), "\r\n\r\n", asio::use_awaitable);
    auto header = buffer->substr(0, size);
    buffer->erase(0, size);
    co_return header;
}

Async<std::string> read_exactly(LoopbackServer::Socket* socket, std::string* buffer, std::size_t size) {
    if (buffer->size() < size) {
        co_await asio::async_read(*socket, asio::dynamic_buffer(*buffer), asio::transfer_exactly(size - buffer->size()),
                                  asio::use_awaitable);
    }
    auto bytes = buffer->substr(0, size);
    buffer->erase(0, size);
    co_return bytes;
}

Async<void> write_text(LoopbackServer::Socket* socket, std::string text) {
    co_await asio::async_write(*socket, asio::buffer(text), asio::use_awaitable);
}

Async<void> wait_for_close(LoopbackServer::Socket* socket) {
    std::array<char, 4096> dropped{};
    for (;;) {
        const auto [error, count] =
            co_await socket->async_read_some(asio::buffer(dropped), asio::as_tuple(asio::use_awaitable));
        if (error) co_return;
    }
}

}  // namespace acervo::testkit
