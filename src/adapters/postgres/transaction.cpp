#include "adapters/postgres/transaction.hpp"

#include "adapters/postgres/connection.hpp"
#include "adapters/postgres/database_error.hpp"
#include "adapters/postgres/lease_pool.hpp"

namespace acervo {
namespace {

using postgres::Connection;
using postgres::Lease;

constexpr Statement kCommit{"postgres.commit", "COMMIT"};
constexpr Statement kRollback{"postgres.rollback", "ROLLBACK"};

std::unexpected<Error> fail_over() { return fail(ErrorKind::Internal, "the transaction is over"); }

}  // namespace

bool Transaction::has_met_conflict() const noexcept { return lease_ && lease_->has_met_conflict; }

Async<Result<Rows>> Transaction::run(Statement statement, Parameters values) {
    const auto lease = lease_;
    if (!lease || lease->phase != Lease::Phase::Open) co_return fail_over();
    const auto connection = lease->connection();
    auto answer = co_await Connection::execute(connection, statement, std::move(values));
    if (answer) co_return answer;
    lease->has_met_conflict |= is_worth_retrying(answer.error());
    // Without a COMMIT the server has rolled back: that much is known.
    if (is_outcome_unknown(answer.error())) co_return fail(postgres::unavailable(connection->why_lost()));
    co_return answer;
}

Async<Result<void>> Transaction::commit() {
    const auto lease = lease_;
    if (!lease || lease->phase != Lease::Phase::Open) co_return fail_over();
    lease->phase = Lease::Phase::Committing;
    const auto answer = co_await Connection::execute(lease->connection(), kCommit, {});
    lease->phase = Lease::Phase::Over;
    lease->release();
    if (!answer) {
        lease->has_met_conflict |= is_worth_retrying(answer.error());
        co_return fail(answer.error());
    }
    // PostgreSQL answers COMMIT of a failed transaction with success and a ROLLBACK.
    if (answer->command() != "COMMIT") {
        co_return fail(ErrorKind::Internal, "nothing was committed: a statement of the transaction had failed");
    }
    co_return ok();
}

Async<Result<void>> Transaction::rollback() {
    const auto lease = lease_;
    if (!lease || lease->phase != Lease::Phase::Open) co_return fail_over();
    const auto answer = co_await Connection::execute(lease->connection(), kRollback, {});
    lease->phase = Lease::Phase::Over;
    lease->release();
    // On a lost connection the server rolls back by itself.
    if (!answer && !is_outcome_unknown(answer.error())) co_return fail(answer.error());
    co_return ok();
}

}  // namespace acervo
