#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "adapters/postgres/database_error.hpp"
#include "adapters/postgres/options.hpp"
#include "adapters/postgres/parameter.hpp"
#include "adapters/postgres/rows.hpp"
#include "adapters/postgres/statement.hpp"
#include "adapters/postgres/transaction.hpp"
#include "core/async.hpp"
#include "core/result.hpp"

namespace acervo {

/// What the connections are doing at the moment, for metrics.
struct DatabaseStatistics {
    std::size_t shared_up{0};
    /// Statements under way on the shared connections.
    std::size_t statements{0};
    std::size_t leased_up{0};
    std::size_t leased_idle{0};
    std::size_t waiting_transactions{0};
    /// Since the start: connections made and lost, attempts refused.
    std::uint64_t connected{0};
    std::uint64_t lost{0};
    std::uint64_t refused{0};
};

/// The connections of one thread to PostgreSQL: a few shared, pipelined ones for single short statements, a few leased
/// ones for transactions. They connect in the background, reconnect with jitter, and every waiter of a lost one gets
/// Unavailable. All of it belongs to the executor given, which must have one thread; nothing here blocks it.
class Database {
public:
    Database(boost::asio::any_io_executor executor, DatabaseOptions options);
    /// As `close`, without waiting for the background work to end.
    ~Database();
    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;

    /// One statement, committed by itself, on the shared connection with the least to do; sent at once behind those
    /// under way, so it should be short. One that the server ended after `statement_timeout`, so that its neighbours
    /// get their turn, is run once more on a leased connection, which it has to itself for as long as a statement of a
    /// transaction may take. Errors: as `postgres::error_of` says; Unavailable also when no connection is up, none is
    /// free to lease, or `max_queued_statements` are under way. A lost connection leaves the outcome of a writing
    /// statement open (`is_outcome_unknown`). Cancelling the wait does not stop the statement.
    template <class... Values>
    Async<Result<Rows>> query(Statement statement, Values... values) {
        return run(statement, parameters_of(std::move(values)...));
    }

    /// A transaction on a leased connection; waits up to `lease_timeout` for one, then Unavailable.
    Async<Result<Transaction>> begin(Isolation isolation = Isolation::ReadCommitted);

    /// True while at least one shared connection is up; for readiness.
    bool is_up() const noexcept;
    /// Why not, in the words of the last failed attempt; empty while it is up.
    std::string why_down() const;
    /// Waits until at least one shared and one leased connection are up. Unavailable after `timeout`.
    Async<Result<void>> wait_until_up(std::chrono::milliseconds timeout);
    DatabaseStatistics statistics() const;

    /// Ends all connections; what is under way gets Unavailable. Await it before the executor goes.
    Async<void> close();

private:
    class Connections;
    Async<Result<Rows>> run(Statement statement, Parameters values);
    std::shared_ptr<Connections> connections_;
};

}  // namespace acervo
