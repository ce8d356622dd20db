#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "core/result.hpp"
#include "http/router/router.hpp"
#include "http/server/observer.hpp"
#include "http/server/options.hpp"

namespace acervo::http {

class ServerThread;
class SharedState;

/// The thread that a set of handlers will live on.
class ThreadContext {
public:
    /// Runs everything that the handlers await; what they use (database, store, …) is made for it and used by no other
    /// thread.
    boost::asio::any_io_executor executor;
    unsigned index{0};
    /// Whether the server is about to stop: then it is not ready any more.
    std::function<bool()> is_draining;
};

/// Makes the routes of one thread, on that thread, before it listens. What the handlers own is destroyed there too,
/// when no request is left. An exception makes `Server::start` fail.
using RouterFactory = std::function<Router(const ThreadContext&)>;

/// An HTTP/1.1 server (RFC 9110, RFC 9112) of several threads that share nothing but the port.
///
/// A client that closes its side of the connection while its request is being answered has given it up: within 100 ms
/// the handler and the stream of the answer are cancelled.
class Server {
public:
    Server(ServerOptions options, RouterFactory make_router, std::shared_ptr<Observer> observer = nullptr);
    /// Stops at once.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Listens when it returns. InvalidInput (address, trusted_proxies), Unavailable (the port is taken), Internal (a
    /// factory threw). To be called once.
    Result<void> start();
    std::uint16_t port() const noexcept { return port_; }

    /// Begins to end, in the steps of `DrainOptions`. From any thread, also again.
    void drain();
    bool is_draining() const noexcept;
    /// Cancels what is left; a handler that ignores that for a second is destroyed where it waits. From any thread.
    void stop_now();
    /// Returns when all is done. Not from the server's own threads.
    void wait();

private:
    std::unique_ptr<SharedState> shared_;
    std::vector<std::unique_ptr<ServerThread>> threads_;
    std::vector<std::jthread> running_;
    std::uint16_t port_{0};
};

/// Waits until `server`, which has been started, has ended by SIGTERM or SIGINT: the first one drains it, a second one
/// stops it at once.
void run_until_signal(Server& server);

}  // namespace acervo::http
