#include "store/idempotency/idempotency.hpp"

namespace acervo {
namespace {

constexpr Statement kTake{"idempotency_keys.take",
                          "INSERT INTO idempotency_keys (principal_id, key, operation, request_hash, result) "
                          "VALUES ($1, $2, $3, $4, jsonb_build_object('id', $5::uuid))"};
// The one member that a result has; it had other names once.
constexpr Statement kFind{"idempotency_keys.find",
                          "SELECT request_hash, operation = $3, "
                          "(SELECT value::uuid FROM jsonb_each_text(result) LIMIT 1) FROM idempotency_keys "
                          "WHERE principal_id = $1 AND key = $2"};

}  // namespace

Async<Result<void>> take_idempotency_key(Transaction& tx, IdempotencyKey key, Uuid made) {
    CO_TRY(co_await tx.execute(kTake, key.owner, std::move(key.key), std::move(key.operation),
                               std::move(key.request_hash), made));
    co_return ok();
}

Async<Result<std::optional<Uuid>>> find_made_under(Database& database, IdempotencyKey key) {
    const auto rows = CO_TRY(co_await database.query(kFind, key.owner, std::move(key.key), std::move(key.operation)));
    if (rows.empty()) co_return std::nullopt;
    if (rows[0].text(0) != key.request_hash || !rows[0].get<bool>(1)) {
        co_return fail(ErrorKind::IdempotencyMismatch, "this Idempotency-Key belongs to another request");
    }
    co_return rows[0].get<Uuid>(2);
}

}  // namespace acervo
