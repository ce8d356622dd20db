#include "http/server/server_thread.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace acervo::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
/// How often deadlines and vanished clients are looked for.
constexpr milliseconds kTick{50};
constexpr std::chrono::hours kLongestDoze{1};
/// How long a connection on which nothing was asked yet may still ask while the server drains.
constexpr milliseconds kNewcomerTime{1000};
/// How long what was cancelled may take to end.
constexpr milliseconds kCancelTime{1000};
/// What those whose handlers owned something asynchronous get to unwind.
constexpr milliseconds kUnwindTime{500};
constexpr milliseconds kAcceptPause{100};
constexpr std::string_view kFull =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nContent-Length: 125\r\n"
    "Retry-After: 1\r\nConnection: close\r\n\r\n"
    R"({"type":"/problems/unavailable","title":"Not available at the moment","status":503,"detail":"there are too many connections"})";

using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

}  // namespace

ServerThread::ServerThread(SharedState& shared, unsigned index)
    : shared_{shared},
      index_{index},
      acceptor_{loop_.get_executor()},
      timer_{loop_.get_executor()},
      site_{.doze = Doze{[this] { timer_.cancel(); }}} {
    site_.options = &shared.options;
    site_.trusted = &shared.trusted;
    site_.observer = shared.observer.get();
}

ServerThread::~ServerThread() = default;

Result<void> ServerThread::bind(const tcp::endpoint& endpoint) {
    error_code error;
    const auto step = [&error](auto&& action) {
        if (!error) action();
    };
    step([&] { acceptor_.open(endpoint.protocol(), error); });
    step([&] { acceptor_.set_option(asio::socket_base::reuse_address{true}, error); });
    step([&] { acceptor_.set_option(ReusePort{true}, error); });
    // Connections inherit it: an answer leaves when it is written.
    step([&] { acceptor_.set_option(tcp::no_delay{true}, error); });
    step([&] { acceptor_.bind(endpoint, error); });
    if (error)
        return fail(ErrorKind::Unavailable,
                    "cannot listen on " + endpoint.address().to_string() + ": " + error.message());
    return ok();
}

tcp::endpoint ServerThread::local_endpoint() const {
    error_code ignored;
    return acceptor_.local_endpoint(ignored);
}

Result<void> ServerThread::prepare() {
    try {
        const ThreadContext context{loop_.get_executor(), index_, [this] { return shared_.draining.load(); }};
        router_.emplace(shared_.make_router(context));
        site_.router = &*router_;
        acceptor_.listen(asio::socket_base::max_listen_connections);
        return ok();
    } catch (const std::exception& thrown) {
        return fail(ErrorKind::Internal, std::string{"the handlers could not be made: "} + thrown.what());
    } catch (...) {
        return fail(ErrorKind::Internal, "the handlers could not be made: an exception of unknown type");
    }
}

void ServerThread::run(std::promise<Result<void>> ready) {
    if (auto prepared = prepare(); !prepared) {
        ready.set_value(std::move(prepared));
        return;
    }
    is_accepting_ = true;
    spawn(accept_connections());
    spawn(watch_clock());
    ready.set_value(ok());
    serve();
}

void ServerThread::serve() {
    auto guard = asio::make_work_guard(loop_);
    while (stage_ != Stage::Finished) {
        try {
            loop_.run();
        } catch (const std::exception& thrown) {
            // Only work that a handler left running by itself can throw here; the others have their own borders.
            shared_.observer->server_failed(Error{ErrorKind::Internal, thrown.what()});
        }
    }
    if (!connections_.empty()) {
        // They did not end when told to: destroy them where they wait, before what they use.
        loop_.shutdown();
        connections_.clear();
        router_.reset();
        return;
    }
    router_.reset();
    guard.reset();  // nothing is left to wait for once the last handler has unwound
    loop_.restart();
    loop_.run_for(kUnwindTime);
}

void ServerThread::spawn(Async<void> work) {
    asio::co_spawn(loop_, std::move(work), [](const std::exception_ptr& thrown) {
        if (thrown) std::rethrow_exception(thrown);
    });
}

Async<void> ServerThread::accept_connections() {
    while (acceptor_.is_open()) {
        tcp::endpoint peer;
        auto [error, socket] = co_await acceptor_.async_accept(loop_.get_executor(), peer, kAwait);
        if (!error) {
            open(std::move(socket), peer.address());
        } else if (acceptor_.is_open() && error != asio::error::connection_aborted) {
            // No descriptors or memory left: those who have a connection may give one back.
            shared_.observer->server_failed(Error{ErrorKind::Unavailable, "cannot accept: " + error.message()});
            Timer pause{loop_.get_executor(), kAcceptPause};
            co_await pause.async_wait(kAwait);
        }
    }
    is_accepting_ = false;
    finish_if_done();
}

void ServerThread::open(Socket socket, const asio::ip::address& peer) {
    if (shared_.connections.fetch_add(1) >= shared_.options.limits.connections) {
        shared_.connections.fetch_sub(1);
        return refuse(std::move(socket));
    }
    auto connection = std::make_shared<Connection>(site_, std::move(socket), peer);
    connection->place = connections_.size();
    connections_.push_back(connection);
    shared_.observer->connection_opened();
    auto* served = connection.get();
    auto ended = [this, connection = std::move(connection)](const std::exception_ptr&) { remove(*connection); };
    asio::co_spawn(loop_, served->serve(), asio::bind_cancellation_slot(served->cancellation(), std::move(ended)));
}

void ServerThread::refuse(Socket socket) {
    shared_.observer->connection_refused();
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(kFull), ignored);
    socket.shutdown(Socket::shutdown_send, ignored);
}

void ServerThread::remove(const Connection& connection) {
    const auto place = connection.place;
    connections_.back()->place = place;
    std::swap(connections_[place], connections_.back());
    connections_.pop_back();
    shared_.connections.fetch_sub(1);
    shared_.observer->connection_closed();
    finish_if_done();
}

Async<void> ServerThread::watch_clock() {
    while (stage_ != Stage::Finished) {
        timer_.expires_at(next_look(std::chrono::steady_clock::now()));
        co_await timer_.async_wait(kAwait);
        site_.doze.is_over();
        tick(std::chrono::steady_clock::now());
    }
}

/// A look every tick while a request is on its way or the server drains; else when the first idle connection has
/// waited long enough.
Moment ServerThread::next_look(Moment now) {
    const auto tick = now + kTick;
    if (stage_ != Stage::Serving) return tick;
    auto next = now + kLongestDoze;
    for (const auto& connection : connections_) {
        if (!connection->is_idle()) return tick;
        next = std::min(next, connection->deadline());
    }
    next = std::max(next, tick);
    site_.doze.until(next);
    return next;
}

void ServerThread::tick(Moment now) {
    for (const auto& connection : connections_) connection->check_deadline(now);
    give_up_abandoned();
    if (stage_ == Stage::Finishing) {
        for (const auto& connection : connections_) connection->close_if_idle(now + kNewcomerTime);
    }
    if (stage_ == Stage::Leading && now >= stage_ends_) enter(Stage::Finishing, now);
    if (stage_ == Stage::Finishing && now >= stage_ends_) enter(Stage::Cancelling, now);
    if (stage_ == Stage::Cancelling && now >= stage_ends_) finish();
    finish_if_done();
}

/// One system call asks for all requests that are being answered whether their client is still there.
void ServerThread::give_up_abandoned() {
    std::vector<pollfd> asked;
    std::vector<Connection*> owners;
    for (const auto& connection : connections_) {
        if (!connection->is_in_exchange()) continue;
        asked.push_back(pollfd{connection->native_handle(), POLLRDHUP, 0});
        owners.push_back(connection.get());
    }
    if (asked.empty() || ::poll(asked.data(), asked.size(), 0) <= 0) return;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        if (asked[i].revents != 0) owners[i]->give_up();
    }
}

void ServerThread::drain() {
    asio::post(loop_, [this] {
        if (stage_ == Stage::Serving) enter(Stage::Leading, std::chrono::steady_clock::now());
    });
}

void ServerThread::stop_now() {
    asio::post(loop_, [this] {
        if (stage_ < Stage::Finishing) enter(Stage::Finishing, std::chrono::steady_clock::now());
        if (stage_ < Stage::Cancelling) enter(Stage::Cancelling, std::chrono::steady_clock::now());
    });
}

void ServerThread::enter(Stage stage, Moment now) {
    stage_ = stage;
    site_.is_closing = true;
    const auto& times = shared_.options.drain;
    switch (stage) {
        case Stage::Leading:
            stage_ends_ = now + times.lead;
            break;
        case Stage::Finishing:
            stage_ends_ = now + times.finish;
            stop_accepting();
            break;
        case Stage::Cancelling:
            stage_ends_ = now + kCancelTime;
            for (const auto& connection : connections_) connection->give_up();
            break;
        case Stage::Serving:
        case Stage::Finished:
            break;
    }
    timer_.cancel();
}

/// Whoever is in the listener's queue believes to be connected, and would be cut off by closing it.
void ServerThread::stop_accepting() {
    error_code error;
    acceptor_.non_blocking(true, error);
    while (!error) {
        tcp::endpoint peer;
        auto socket = acceptor_.accept(peer, error);
        if (!error) open(std::move(socket), peer.address());
    }
    acceptor_.close(error);
}

/// A connection that was accepted but not yet opened is in nobody's hands but the accepting coroutine's.
void ServerThread::finish_if_done() {
    if (stage_ >= Stage::Finishing && connections_.empty() && !is_accepting_) finish();
}

void ServerThread::finish() {
    // Once: a second stop would cut the unwinding short.
    if (stage_ == Stage::Finished) return;
    stage_ = Stage::Finished;
    timer_.cancel();
    loop_.stop();
}

}  // namespace acervo::http
