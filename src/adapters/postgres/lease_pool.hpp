#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "adapters/postgres/connection.hpp"
#include "adapters/postgres/options.hpp"
#include "core/async.hpp"
#include "core/result.hpp"

namespace acervo::postgres {

class LeasePool;

/// The right to use one connection alone. It goes back to the pool by `release` or on destruction: after a ROLLBACK in
/// the background when a transaction is open; closed, and so replaced, when a statement is still running on it.
class Lease {
public:
    enum class Phase { Idle, Open, Committing, Over };

    Lease(std::weak_ptr<LeasePool> pool, std::shared_ptr<Connection> connection)
        : pool_{std::move(pool)}, connection_{std::move(connection)} {}
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease() { release(); }

    /// Null after `release`.
    const std::shared_ptr<Connection>& connection() const noexcept { return connection_; }
    void release();

    Phase phase{Phase::Idle};
    /// A statement, or the commit, failed to serialize or lost a deadlock.
    bool has_met_conflict{false};

private:
    std::weak_ptr<LeasePool> pool_;
    std::shared_ptr<Connection> connection_;
};

/// The free connections among the leased ones, and the queue of those who wait for one. Waiters are served in order.
class LeasePool : public std::enable_shared_from_this<LeasePool> {
public:
    LeasePool(boost::asio::any_io_executor executor, const DatabaseOptions& options);

    /// A free connection, or the first that becomes free within the lease timeout. Unavailable: none did, too many
    /// wait already, the server is not there, or the pool was closed.
    static Async<Result<std::shared_ptr<Lease>>> take(std::shared_ptr<LeasePool> pool);

    /// A connection that is new or came back; ignored when it is lost.
    void offer(const std::shared_ptr<Connection>& connection);
    void drop_lost();
    /// No connection is left and the server refuses new ones: nobody waits in vain. Ends with the next `offer`.
    void refuse(Error why);
    void close();

    std::size_t idle() const noexcept { return idle_.size(); }
    std::size_t waiting() const noexcept { return waiting_.size(); }

private:
    using Answer = boost::asio::any_completion_handler<void(Result<std::shared_ptr<Lease>>)>;
    static Async<Result<std::shared_ptr<Lease>>> wait_for_one(std::shared_ptr<LeasePool> pool);
    struct Waiter {
        std::uint64_t ticket;
        Answer answer;
    };

    std::shared_ptr<Connection> pop_idle();
    void enqueue(Answer answer);
    void give_up(std::uint64_t ticket);
    void complete(Answer answer, Result<std::shared_ptr<Lease>> result);

    boost::asio::any_io_executor executor_;
    std::chrono::milliseconds lease_timeout_;
    std::size_t max_waiting_;
    DatabaseMetrics* metrics_;
    std::vector<std::shared_ptr<Connection>> idle_;
    std::deque<Waiter> waiting_;
    std::uint64_t next_ticket_{0};
    std::optional<Error> refusal_;
};

}  // namespace acervo::postgres
