#pragma once

#include <memory>
#include <utility>

#include "adapters/postgres/parameter.hpp"
#include "adapters/postgres/rows.hpp"
#include "adapters/postgres/statement.hpp"
#include "core/async.hpp"
#include "core/result.hpp"

namespace acervo {

namespace postgres {
class Lease;
}

enum class Isolation { ReadCommitted, RepeatableRead, Serializable };

/// One open transaction on a leased connection. Destroying it without `commit` rolls back in the background (the
/// connection is given back after the ROLLBACK, or closed when a statement is still running).
/// Errors: as `postgres::error_of` says; see also `violates`, `is_worth_retrying`. After a failed statement the
/// transaction can only be rolled back, later statements fail with Internal.
class Transaction {
public:
    explicit Transaction(std::shared_ptr<postgres::Lease> lease) : lease_{std::move(lease)} {}
    Transaction(Transaction&&) noexcept = default;
    Transaction& operator=(Transaction&&) noexcept = default;
    ~Transaction() = default;

    /// The transaction must live until the answer is there.
    template <class... Values>
    Async<Result<Rows>> execute(Statement statement, Values... values) {
        return run(statement, parameters_of(std::move(values)...));
    }
    /// After a lost connection the outcome is not known: Unavailable with `is_outcome_unknown`, to be resolved by an
    /// idempotency key. Any other error: nothing was committed.
    Async<Result<void>> commit();
    Async<Result<void>> rollback();

    /// True when a statement or the commit failed to serialize or lost a deadlock, whatever was made of its error.
    bool has_met_conflict() const noexcept;

private:
    Async<Result<Rows>> run(Statement statement, Parameters values);

    std::shared_ptr<postgres::Lease> lease_;
};

}  // namespace acervo
