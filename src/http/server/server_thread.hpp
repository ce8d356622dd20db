#pragma once

#include <atomic>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <future>
#include <memory>
#include <optional>
#include <vector>

#include "http/server/connection.hpp"
#include "http/server/server.hpp"

namespace acervo::http {

/// What the threads of one server share.
class SharedState {
public:
    ServerOptions options;
    RouterFactory make_router;
    std::shared_ptr<Observer> observer;
    TrustedProxies trusted;
    std::atomic<bool> draining{false};
    std::atomic<std::size_t> connections{0};
};

/// One thread of a server: a loop, a listener of its own on the shared port, the connections that came through it and
/// the handlers that answer them.
class ServerThread {
public:
    ServerThread(SharedState& shared, unsigned index);
    ~ServerThread();
    ServerThread(const ServerThread&) = delete;
    ServerThread& operator=(const ServerThread&) = delete;

    /// Takes the address, without listening yet.
    Result<void> bind(const boost::asio::ip::tcp::endpoint& endpoint);
    boost::asio::ip::tcp::endpoint local_endpoint() const;

    /// Makes the handlers, listens and serves until it has drained or was stopped. `ready` is told when it listens, or
    /// why it cannot: Internal, what a factory threw.
    void run(std::promise<Result<void>> ready);

    /// Both from any thread; see `Server`.
    void drain();
    void stop_now();

private:
    /// An execution context whose pending work can be thrown away before it is itself destroyed.
    class Loop : public boost::asio::io_context {
    public:
        Loop() : io_context{1} {}
        using execution_context::shutdown;
    };
    using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
    using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                    boost::asio::wait_traits<std::chrono::steady_clock>,
                                                    boost::asio::io_context::executor_type>;
    enum class Stage { Serving, Leading, Finishing, Cancelling, Finished };

    Result<void> prepare();
    void serve();
    void spawn(Async<void> work);
    Async<void> accept_connections();
    Async<void> watch_clock();
    Moment next_look(Moment now);
    void open(Socket socket, const boost::asio::ip::address& peer);
    void refuse(Socket socket);
    void remove(const Connection& connection);
    void tick(Moment now);
    void give_up_abandoned();
    void enter(Stage stage, Moment now);
    void stop_accepting();
    void finish_if_done();
    void finish();

    SharedState& shared_;
    unsigned index_;
    Loop loop_;
    Acceptor acceptor_;
    Timer timer_;
    Site site_;
    std::optional<Router> router_;
    std::vector<std::shared_ptr<Connection>> connections_;
    bool is_accepting_{false};
    Stage stage_{Stage::Serving};
    Moment stage_ends_{Moment::max()};
};

}  // namespace acervo::http
