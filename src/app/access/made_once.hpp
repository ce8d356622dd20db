#pragma once

#include <optional>
#include <utility>

#include "app/access/audited.hpp"
#include "core/async.hpp"
#include "core/result.hpp"
#include "store/audit/audit.hpp"
#include "store/database.hpp"
#include "store/idempotency/idempotency.hpp"

namespace acervo {

/// One thing that a request makes.
template <class Id>
struct Making {
    Id id;
    AuditEntry line;
    /// Under which it is made once; every time without one.
    std::optional<IdempotencyKey> key{};
};

template <class Id>
struct Made {
    /// Of what is there now: the thing of this call, or of the earlier one with its key.
    Id id;
    bool is_new{true};
};

namespace detail {
template <class Id, class Change>
Async<Result<void>> make_and_note(Transaction& tx, Change change, Making<Id> making) {
    CO_TRY(co_await change(tx));
    if (making.key) CO_TRY(co_await take_idempotency_key(tx, *std::move(making.key), making.id.uuid()));
    co_return co_await append_audit(tx, std::move(making.line));
}
}  // namespace detail

/// What was made by an earlier call with the same key, nothing when there was none; IdempotencyMismatch when that was
/// another request.
template <class Id>
Async<Result<std::optional<Id>>> find_earlier(Database& database, std::optional<IdempotencyKey> key) {
    if (!key) co_return std::nullopt;
    const auto found = CO_TRY(co_await find_made_under(database, *std::move(key)));
    if (!found) co_return std::nullopt;
    co_return Id{*found};
}

/// Makes the thing by `change`, with its line in the audit log and its key: all in one transaction, so that whoever
/// finds the key finds the thing, whatever dies in between. `change` is called with the transaction, again after every
/// failure to serialize, and not at all when the key was used before. What `find_earlier` and `change` fail with.
template <class Id, class Change>
Async<Result<Made<Id>>> made_once(Database& database, Making<Id> making, Change change) {
    if (const auto earlier = CO_TRY(co_await find_earlier<Id>(database, making.key))) {
        co_return Made<Id>{.id = *earlier, .is_new = false};
    }
    const auto work = [&](Transaction& tx) { return detail::make_and_note(tx, change, making); };
    const auto made = co_await in_transaction(database, work);
    if (made) co_return Made<Id>{.id = making.id, .is_new = true};
    // Two calls with one key at the same time, or a commit whose answer was lost: the key knows.
    const auto earlier = co_await find_earlier<Id>(database, making.key);
    if (!earlier && earlier.error().kind() == ErrorKind::IdempotencyMismatch) co_return fail(earlier.error());
    if (!earlier || !*earlier) co_return fail(made.error());
    co_return Made<Id>{.id = **earlier, .is_new = false};
}

}  // namespace acervo
