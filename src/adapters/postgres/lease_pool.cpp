#include "adapters/postgres/lease_pool.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/append.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/cancel_after.hpp>
#include <boost/asio/post.hpp>

#include "adapters/postgres/database_error.hpp"
#include "adapters/postgres/database_metrics.hpp"
#include "core/cancellation.hpp"

namespace acervo::postgres {
namespace {

namespace asio = boost::asio;
constexpr Statement kRollback{"postgres.rollback", "ROLLBACK"};

}  // namespace

void Lease::release() {
    const auto connection = std::exchange(connection_, nullptr);
    if (!connection) return;
    const auto pool = pool_.lock();
    const bool is_running = phase == Phase::Open && connection->pending() > 0;
    if (!pool || is_running) return connection->close();
    if (phase == Phase::Idle || phase == Phase::Over) return pool->offer(connection);
    // Behind a COMMIT that nobody waits for this does nothing, and its answer says that the connection is free.
    connection->submit(kRollback, {}, [pool, connection](const Result<Rows>& rolled_back) {
        if (!rolled_back) return connection->close();
        pool->offer(connection);
    });
}

LeasePool::LeasePool(asio::any_io_executor executor, const DatabaseOptions& options)
    : executor_{std::move(executor)},
      lease_timeout_{options.lease_timeout},
      max_waiting_{options.max_waiting_transactions},
      metrics_{options.metrics} {}

Async<Result<std::shared_ptr<Lease>>> LeasePool::take(std::shared_ptr<LeasePool> pool) {
    TimedWait timed{pool->metrics_};
    auto lease = co_await wait_for_one(pool);
    timed.has_lease = lease.has_value();
    co_return lease;
}

Async<Result<std::shared_ptr<Lease>>> LeasePool::wait_for_one(std::shared_ptr<LeasePool> pool) {
    if (auto connection = pool->pop_idle()) co_return std::make_shared<Lease>(pool, std::move(connection));
    if (pool->refusal_) co_return fail(*pool->refusal_);
    if (pool->waiting_.size() >= pool->max_waiting_) {
        co_return fail(unavailable(fmt::format("{} transactions wait for a connection already", pool->max_waiting_)));
    }
    asio::steady_timer timer{pool->executor_};
    auto initiate = [&pool](auto handler) { pool->enqueue(Answer{std::move(handler)}); };
    auto token = asio::cancel_after(timer, pool->lease_timeout_, asio::deferred);
    auto lease = co_await asio::async_initiate<decltype(token), void(Result<std::shared_ptr<Lease>>)>(
        std::move(initiate), token);
    if (!lease) co_await unwind_if_cancelled();
    co_return lease;
}

void LeasePool::offer(const std::shared_ptr<Connection>& connection) {
    if (connection->is_lost()) return;
    refusal_.reset();
    if (waiting_.empty()) return idle_.push_back(connection);
    auto first = std::move(waiting_.front());
    waiting_.pop_front();
    complete(std::move(first.answer), std::make_shared<Lease>(weak_from_this(), connection));
}

void LeasePool::drop_lost() {
    std::erase_if(idle_, [](const auto& connection) { return connection->is_lost(); });
}

void LeasePool::refuse(Error why) {
    refusal_ = std::move(why);
    for (auto& waiter : std::exchange(waiting_, {})) complete(std::move(waiter.answer), fail(*refusal_));
}

void LeasePool::close() {
    refuse(unavailable("closed"));
    idle_.clear();
}

/// The one used last is the one with warm caches.
std::shared_ptr<Connection> LeasePool::pop_idle() {
    while (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        if (!connection->is_lost()) return connection;
    }
    return nullptr;
}

void LeasePool::enqueue(Answer answer) {
    const auto ticket = next_ticket_++;
    if (auto slot = asio::get_associated_cancellation_slot(answer); slot.is_connected()) {
        slot.assign([weak = weak_from_this(), ticket](asio::cancellation_type) {
            if (const auto self = weak.lock()) self->give_up(ticket);
        });
    }
    waiting_.push_back(Waiter{ticket, std::move(answer)});
}

void LeasePool::give_up(std::uint64_t ticket) {
    const auto found = std::ranges::find(waiting_, ticket, &Waiter::ticket);
    if (found == waiting_.end()) return;
    auto answer = std::move(found->answer);
    waiting_.erase(found);
    // Called by the slot itself, which must not be cleared meanwhile: so not by `complete`.
    Result<std::shared_ptr<Lease>> given_up =
        fail(unavailable(fmt::format("no connection became free within {} ms", lease_timeout_.count())));
    asio::post(executor_, asio::append(std::move(answer), std::move(given_up)));
}

void LeasePool::complete(Answer answer, Result<std::shared_ptr<Lease>> result) {
    if (auto slot = asio::get_associated_cancellation_slot(answer); slot.is_connected()) slot.clear();
    asio::post(executor_, asio::append(std::move(answer), std::move(result)));
}

}  // namespace acervo::postgres
