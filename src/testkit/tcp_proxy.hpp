#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>

namespace acervo::testkit {

/// Stands between a client and a server on 127.0.0.1 and makes the network misbehave. Runs on the test's context.
class TcpProxy {
public:
    TcpProxy(boost::asio::io_context& context, std::uint16_t server_port);
    ~TcpProxy();
    TcpProxy(const TcpProxy&) = delete;
    TcpProxy& operator=(const TcpProxy&) = delete;

    std::uint16_t port() const;
    /// The next bytes that the server sends are thrown away and that connection is closed on both sides: what the
    /// client asked for was done, and it never learns of it.
    void cut_next_answer();
    /// From now on bytes are taken and not passed on, in both directions, and new connections reach nobody.
    void swallow();
    /// New connections reach the server again.
    void heal();
    /// Closes the connections that lost bytes, as a network does: none drops some and delivers later ones.
    void close_lossy();

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace acervo::testkit
