#include "store/idempotency/idempotency.hpp"

namespace acervo {
namespace {

constexpr Statement kTake{"idempotency_keys.take",
                          "INSERT INTO idempotency_keys (principal_id, key, operation, request_hash, result) "
                          "VALUES ($1, $2, 'open_upload', $3, jsonb_build_object('asset_id', $4::uuid))"};
constexpr Statement kFind{"idempotency_keys.find",
                          "SELECT request_hash, result ->> 'asset_id' FROM idempotency_keys "
                          "WHERE principal_id = $1 AND key = $2"};

}  // namespace

Async<Result<void>> take_idempotency_key(Transaction& tx, UserId owner, IdempotencyKey key, AssetId created) {
    CO_TRY(co_await tx.execute(kTake, owner, std::move(key.key), std::move(key.request_hash), created));
    co_return ok();
}

Async<Result<std::optional<AssetId>>> find_created_under(Database& database, UserId owner, IdempotencyKey key) {
    const auto rows = CO_TRY(co_await database.query(kFind, owner, std::move(key.key)));
    if (rows.empty()) co_return std::nullopt;
    if (rows[0].text(0) != key.request_hash) {
        co_return fail(ErrorKind::IdempotencyMismatch, "this Idempotency-Key belongs to another request");
    }
    co_return rows[0].get<AssetId>(1);
}

}  // namespace acervo
