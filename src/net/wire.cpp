#include "net/wire.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace acervo {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
namespace {

constexpr auto kAwait = asio::as_tuple(asio::use_awaitable);
constexpr auto kNever = Wire::Moment::max();

/// What a name stands for. getaddrinfo cannot be interrupted: it answers into memory that outlives whoever asked.
struct Resolution {
    explicit Resolution(const asio::any_io_executor& executor) : resolver{executor}, answered{executor} {}
    tcp::resolver resolver;
    asio::steady_timer answered;
    bool done{false};
    error_code error;
    std::vector<tcp::endpoint> endpoints;
};

Async<Result<std::vector<tcp::endpoint>>> resolve(asio::any_io_executor executor, Url url, Wire::Moment deadline) {
    error_code not_literal;
    const auto literal = asio::ip::make_address(url.host(), not_literal);
    if (!not_literal) co_return std::vector{tcp::endpoint{literal, url.port()}};

    auto resolution = std::make_shared<Resolution>(executor);
    resolution->answered.expires_at(deadline);
    resolution->resolver.async_resolve(url.host(), std::to_string(url.port()),
                                       [resolution](error_code error, const tcp::resolver::results_type& results) {
                                           resolution->done = true;
                                           resolution->error = error;
                                           for (const auto& entry : results)
                                               resolution->endpoints.push_back(entry.endpoint());
                                           resolution->answered.cancel();
                                       });
    co_await resolution->answered.async_wait(kAwait);
    if (!resolution->done) {
        co_return fail(ErrorKind::Timeout, fmt::format("{}: the name was not resolved in time", url.origin()));
    }
    if (resolution->error || resolution->endpoints.empty()) {
        co_return fail(ErrorKind::Unavailable,
                       fmt::format("{}: the name cannot be resolved: {}", url.origin(), resolution->error.message()));
    }
    co_return std::move(resolution->endpoints);
}

bool is_address(const std::string& host) {
    error_code error;
    asio::ip::make_address(host, error);
    return !error;
}

}  // namespace

struct Wire::State {
    State(const asio::any_io_executor& executor, std::string server)
        : origin{std::move(server)}, socket{executor}, timer{executor} {}

    Error failure(error_code error, std::string_view doing) const {
        if (expired) return {ErrorKind::Timeout, fmt::format("{}: {} took too long", origin, doing)};
        return {ErrorKind::Unavailable, fmt::format("{}: {}: {}", origin, doing, error.message())};
    }

    /// Whether bytes, or the end, wait to be read (for TLS: below the encryption).
    bool has_input() {
        if (!socket.is_open()) return false;
        pollfd waiting{.fd = socket.native_handle(), .events = POLLIN, .revents = 0};
        return ::poll(&waiting, 1, 0) > 0;
    }

    std::string origin;
    tcp::socket socket;
    std::unique_ptr<asio::ssl::stream<tcp::socket&>> tls;
    asio::steady_timer timer;
    Moment deadline{kNever};
    bool watched{false};
    bool expired{false};
};

Wire::Wire(std::shared_ptr<State> state) : state_{std::move(state)} {}
Wire::Wire(Wire&&) noexcept = default;
Wire& Wire::operator=(Wire&& other) noexcept {
    std::swap(state_, other.state_);
    return *this;
}

Wire::~Wire() {
    if (!state_) return;
    state_->timer.cancel();
    error_code ignored;
    state_->socket.close(ignored);
}

Async<Result<Wire>> Wire::open(asio::any_io_executor executor, Url url, Manner manner, Moment deadline) {
    auto endpoints = CO_TRY(co_await resolve(executor, url, deadline));
    if (manner.may_connect != nullptr && *manner.may_connect) {
        // Those very addresses are connected to: the name is not asked for again.
        std::erase_if(endpoints, [&](const tcp::endpoint& one) { return !(*manner.may_connect)(one.address()); });
        if (endpoints.empty()) {
            co_return fail(ErrorKind::InvalidInput, fmt::format("{}: its address may not be called", url.origin()));
        }
    }
    Wire wire{std::make_shared<State>(executor, url.origin())};
    auto& state = *wire.state_;
    wire.expire_at(deadline);
    const auto [refused, endpoint] = co_await asio::async_connect(state.socket, endpoints, kAwait);
    if (refused) co_return fail(state.failure(refused, "connect"));
    error_code ignored;
    state.socket.set_option(tcp::no_delay{true}, ignored);

    if (manner.tls != nullptr) {
        state.tls = std::make_unique<asio::ssl::stream<tcp::socket&>>(state.socket, *manner.tls);
        auto& stream = *state.tls;
        stream.set_verify_callback(asio::ssl::host_name_verification{url.host()}, ignored);
        // Server name indication is for names only (RFC 6066 §3).
        if (!is_address(url.host())) SSL_set_tlsext_host_name(stream.native_handle(), url.host().c_str());
        const auto [failed] = co_await stream.async_handshake(asio::ssl::stream_base::client, kAwait);
        if (failed) co_return fail(state.failure(failed, "TLS handshake"));
    }
    co_return wire;
}

void Wire::expire_at(Moment moment) {
    state_->deadline = moment;
    // A watch that ends too early looks again by itself; one that ends too late must be set anew.
    if (!state_->watched || state_->timer.expiry() > moment) watch(state_);
}

void Wire::never_expire() noexcept { state_->deadline = kNever; }

void Wire::watch(const std::shared_ptr<State>& state) {
    state->watched = true;
    state->timer.expires_at(state->deadline);
    state->timer.async_wait([weak = std::weak_ptr{state}](error_code error) {
        const auto watched = weak.lock();
        if (!watched || error) return;
        watched->watched = false;
        if (watched->deadline == kNever) return;
        if (std::chrono::steady_clock::now() < watched->deadline) return watch(watched);
        watched->expired = true;
        error_code ignored;
        watched->socket.close(ignored);
    });
}

Async<Result<std::size_t>> Wire::read_some(std::span<char> into) {
    const auto state = state_;
    const asio::mutable_buffer buffer{into.data(), into.size()};
    const auto [error, count] = state->tls ? co_await state->tls->async_read_some(buffer, kAwait)
                                           : co_await state->socket.async_read_some(buffer, kAwait);
    if (!error) co_return count;
    if (error == asio::error::eof && !state->expired) co_return 0U;
    co_return fail(state->failure(error, "read"));
}

Async<Result<void>> Wire::write(std::span<const asio::const_buffer> buffers) {
    const auto state = state_;
    const auto [error, count] = state->tls ? co_await asio::async_write(*state->tls, buffers, kAwait)
                                           : co_await asio::async_write(state->socket, buffers, kAwait);
    if (error) co_return fail(state->failure(error, "write"));
    co_return ok();
}

bool Wire::answers_early() const { return !state_->tls && state_->has_input(); }

bool Wire::idle_and_open() const { return state_->socket.is_open() && !state_->has_input(); }

const std::string& Wire::origin() const noexcept { return state_->origin; }

}  // namespace acervo
