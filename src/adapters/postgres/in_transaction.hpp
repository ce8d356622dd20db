#pragma once

#include <functional>
#include <type_traits>

#include "adapters/postgres/database.hpp"

namespace acervo {

namespace postgres {
/// A pause that grows with the attempts, with jitter.
Async<void> pause_before_retry(int attempt);
}  // namespace postgres

struct TransactionPolicy {
    Isolation isolation{Isolation::ReadCommitted};
    /// How often the whole is tried when it fails to serialize or loses a deadlock.
    int attempts{5};
};

/// Runs `work` (a callable that takes a Transaction& and answers Async<Result<T>>) in a transaction and commits, or
/// rolls back when it answers an error. When the database gave the transaction up for another one's sake, all of it is
/// run again on a new one, with a growing pause; so `work` has no effect but on the database and makes its arguments
/// anew each time. Answers the result of `work`, or the error of begin, work or commit. A COMMIT whose answer was lost
/// is not repeated (`is_outcome_unknown`).
///   auto work = [&](Transaction& tx) { return store_asset(tx, asset); };   // no coroutine itself: it only calls one
///   auto stored = CO_TRY(co_await in_transaction(database, work));
/// What `work` refers to must live until the answer.
template <class Work>
auto in_transaction(Database& database, Work work, TransactionPolicy policy = {})
    -> std::invoke_result_t<Work&, Transaction&> {
    for (int attempt = 1;; ++attempt) {
        auto transaction = CO_TRY(co_await database.begin(policy.isolation));
        auto result = co_await std::invoke(work, transaction);
        if (result) {
            auto committed = co_await transaction.commit();
            if (committed) co_return result;
            result = fail(std::move(committed).error());
        } else {
            static_cast<void>(co_await transaction.rollback());
        }
        if (!transaction.has_met_conflict() || attempt >= policy.attempts) co_return result;
        co_await postgres::pause_before_retry(attempt);
    }
}

}  // namespace acervo
