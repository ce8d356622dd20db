#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/async.hpp"

namespace acervo::testkit {

/// A server that a test plays itself, byte by byte, on a free port of the loopback address. Every connection runs
/// `serve` as a coroutine of its own on the test's context; what it throws (a peer that went away) only ends it.
class LoopbackServer {
public:
    using Socket = boost::asio::ip::tcp::socket;
    using Serve = std::function<Async<void>(Socket)>;

    LoopbackServer(boost::asio::io_context& context, Serve serve);
    /// Stops listening; connections that were accepted live on until their coroutines end.
    ~LoopbackServer();
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    std::uint16_t port() const;
    /// `http://127.0.0.1:PORT`
    std::string url() const;
    /// How many connections were accepted so far.
    int connections() const;

private:
    struct State;
    static Async<void> accept_all(std::shared_ptr<State> state);

    std::shared_ptr<State> state_;
};

/// Reads up to and with the empty line that ends a request's header; throws when the peer closes before it.
/// What follows the header stays in `buffer`.
Async<std::string> read_header(LoopbackServer::Socket* socket, std::string* buffer);
/// Reads until `buffer` holds `size` bytes, and takes them out of it.
Async<std::string> read_exactly(LoopbackServer::Socket* socket, std::string* buffer, std::size_t size);
Async<void> write_text(LoopbackServer::Socket* socket, std::string text);
/// Waits until the peer has closed the connection, or reset it; bytes that come before are dropped.
Async<void> wait_for_close(LoopbackServer::Socket* socket);

}  // namespace acervo::testkit
