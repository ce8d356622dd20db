#include "adapters/postgres/kept_connection.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include "adapters/postgres/backoff.hpp"

namespace acervo::postgres {
namespace {

namespace asio = boost::asio;

/// A connection that lives shorter than this does not count as success: no hot loop against a server that ends each.
constexpr std::chrono::seconds kLasting{1};

}  // namespace

KeptConnection::KeptConnection(asio::any_io_executor executor, DatabaseOptions options,
                               std::chrono::milliseconds statement_timeout)
    : executor_{std::move(executor)},
      options_{std::move(options)},
      statement_timeout_{statement_timeout},
      ended_{executor_} {}

void KeptConnection::start(Observer& observer) {
    observer_ = &observer;
    asio::co_spawn(executor_, keep(shared_from_this()),
                   asio::bind_cancellation_slot(stop_.slot(), [self = shared_from_this()](std::exception_ptr thrown) {
                       self->has_ended_ = true;
                       self->ended_.notify();
                       // Whoever is stopped before the first step ends by its cancellation.
                       if (thrown && !self->is_stopped_) std::rethrow_exception(thrown);
                   }));
}

void KeptConnection::stop() {
    is_stopped_ = true;
    if (current_) current_->close();
    stop_.emit(asio::cancellation_type::terminal);
}

Async<void> KeptConnection::wait_until_ended() {
    while (!has_ended_) co_await ended_.wait();
}

Async<void> KeptConnection::keep(std::shared_ptr<KeptConnection> self) {
    // `stop` ends the wait of the moment; the loops look at `is_stopped_`.
    co_await asio::this_coro::throw_if_cancelled(false);
    Backoff backoff;
    while (!self->is_stopped_) {
        co_await self->pause(backoff.next());
        if (self->is_stopped_) co_return;
        auto handle = co_await connect(self->options_, self->statement_timeout_);
        if (self->is_stopped_) co_return;
        if (!handle) {
            self->observer_->on_refused(handle.error());
            continue;
        }
        const auto since = std::chrono::steady_clock::now();
        co_await self->serve(*std::move(handle));
        if (std::chrono::steady_clock::now() - since > kLasting) backoff.reset();
    }
}

Async<void> KeptConnection::pause(std::chrono::milliseconds duration) {
    if (duration == std::chrono::milliseconds::zero()) co_return;
    asio::steady_timer timer{executor_, duration};
    co_await timer.async_wait(asio::as_tuple(asio::deferred));
}

/// Until the connection is lost.
Async<void> KeptConnection::serve(ConnectionHandle handle) {
    current_ = Connection::start(executor_, std::move(handle), silence_of(statement_timeout_), options_.metrics);
    observer_->on_connected(current_);
    co_await Connection::wait_until_lost(current_);
    const auto lost = std::exchange(current_, nullptr);
    if (!is_stopped_) observer_->on_lost(lost->why_lost());
}

}  // namespace acervo::postgres
