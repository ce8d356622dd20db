#include "http/server/server.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <future>

#include "http/server/server_thread.hpp"

namespace acervo::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// SO_REUSEPORT would let a second process share a port that is in use, silently. Whoever has it now is found by
/// trying without.
Result<void> check_free(const tcp::endpoint& endpoint) {
    asio::io_context context;
    boost::system::error_code error;
    tcp::acceptor probe{context};
    probe.open(endpoint.protocol(), error);
    if (!error) probe.set_option(asio::socket_base::reuse_address{true}, error);
    if (!error) probe.bind(endpoint, error);
    if (!error) return ok();
    const auto place = endpoint.address().to_string() + " port " + std::to_string(endpoint.port());
    return fail(ErrorKind::Unavailable, "cannot listen on " + place + ": " + error.message());
}

}  // namespace

Server::Server(ServerOptions options, RouterFactory make_router, std::shared_ptr<Observer> observer)
    : shared_{std::make_unique<SharedState>()} {
    shared_->options = std::move(options);
    shared_->make_router = std::move(make_router);
    shared_->observer = observer ? std::move(observer) : std::make_shared<Observer>();
}

Server::~Server() {
    stop_now();
    wait();
}

Result<void> Server::start() {
    const auto& options = shared_->options;
    boost::system::error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error) return fail(ErrorKind::InvalidInput, "'" + options.address + "' is not an IP address");
    auto trusted = TrustedProxies::parse(options.trusted_proxies);
    if (!trusted) return fail(std::move(trusted).error());
    shared_->trusted = *std::move(trusted);

    if (auto free = check_free(tcp::endpoint{address, options.port}); !free) return free;
    port_ = options.port;
    for (unsigned i = 0; i < std::max(1U, options.threads); ++i) {
        auto thread = std::make_unique<ServerThread>(*shared_, i);
        if (auto bound = thread->bind(tcp::endpoint{address, port_}); !bound) return bound;
        port_ = thread->local_endpoint().port();
        threads_.push_back(std::move(thread));
    }
    std::vector<std::future<Result<void>>> ready;
    for (const auto& thread : threads_) {
        std::promise<Result<void>> promise;
        ready.push_back(promise.get_future());
        running_.emplace_back(
            [target = thread.get(), promise = std::move(promise)]() mutable { target->run(std::move(promise)); });
    }
    Result<void> result;
    for (auto& future : ready) {
        if (auto outcome = future.get(); !outcome) result = std::move(outcome);
    }
    if (!result) stop_now();
    return result;
}

void Server::drain() {
    shared_->draining = true;
    for (const auto& thread : threads_) thread->drain();
}

bool Server::is_draining() const noexcept { return shared_->draining; }

void Server::stop_now() {
    shared_->draining = true;
    for (const auto& thread : threads_) thread->stop_now();
}

void Server::wait() {
    for (auto& thread : running_) {
        if (thread.joinable()) thread.join();
    }
}

void run_until_signal(Server& server) {
    asio::io_context context;
    asio::signal_set signals{context, SIGTERM, SIGINT};
    std::function<void(const boost::system::error_code&, int)> again = [&](const auto& error, int) {
        if (!error) server.stop_now();
    };
    signals.async_wait([&](const auto& error, int) {
        if (error) return;
        server.drain();
        signals.async_wait(again);
    });
    std::jthread waiter{[&] {
        server.wait();
        asio::post(context, [&] { signals.cancel(); });
    }};
    context.run();
}

}  // namespace acervo::http
