#include "store/idempotency/idempotency.hpp"

namespace acervo {
namespace {

constexpr Statement kTake{"idempotency_keys.take",
                          "INSERT INTO idempotency_keys (principal_id, key, operation, request_hash, result) "
                          "VALUES ($1, $2, $3, $4, jsonb_build_object($5::text, $6::uuid))"};
constexpr Statement kFind{"idempotency_keys.find",
                          "SELECT request_hash, operation = $3, result ->> $4 FROM idempotency_keys "
                          "WHERE principal_id = $1 AND key = $2"};

/// What is made under a key by which operation, and the member of the result that names it.
struct Creation {
    std::string_view operation;
    std::string_view member;
};
constexpr Creation kUpload{"open_upload", "asset_id"};
constexpr Creation kVersion{"open_version", "upload_id"};
constexpr Creation kBulkEdit{"start_bulk_edit", "job_id"};

Async<Result<void>> take(Transaction& tx, UserId owner, IdempotencyKey key, Creation what, Uuid created) {
    CO_TRY(co_await tx.execute(kTake, owner, std::move(key.key), what.operation, std::move(key.request_hash),
                               what.member, created));
    co_return ok();
}

Async<Result<std::optional<Uuid>>> find(Database& database, UserId owner, IdempotencyKey key, Creation what) {
    const auto rows = CO_TRY(co_await database.query(kFind, owner, std::move(key.key), what.operation, what.member));
    if (rows.empty()) co_return std::nullopt;
    if (rows[0].text(0) != key.request_hash || !rows[0].get<bool>(1)) {
        co_return fail(ErrorKind::IdempotencyMismatch, "this Idempotency-Key belongs to another request");
    }
    co_return rows[0].get<Uuid>(2);
}

}  // namespace

Async<Result<void>> take_idempotency_key(Transaction& tx, UserId owner, IdempotencyKey key, AssetId created) {
    co_return co_await take(tx, owner, std::move(key), kUpload, created.uuid());
}

Async<Result<std::optional<AssetId>>> find_created_under(Database& database, UserId owner, IdempotencyKey key) {
    const auto found = CO_TRY(co_await find(database, owner, std::move(key), kUpload));
    if (!found) co_return std::nullopt;
    co_return AssetId{*found};
}

Async<Result<void>> take_idempotency_key(Transaction& tx, UserId owner, IdempotencyKey key, JobId started) {
    co_return co_await take(tx, owner, std::move(key), kBulkEdit, started.uuid());
}

Async<Result<std::optional<JobId>>> find_job_started_under(Database& database, UserId owner, IdempotencyKey key) {
    const auto found = CO_TRY(co_await find(database, owner, std::move(key), kBulkEdit));
    if (!found) co_return std::nullopt;
    co_return JobId{*found};
}

Async<Result<void>> take_idempotency_key(Transaction& tx, UserId owner, IdempotencyKey key, UploadId opened) {
    co_return co_await take(tx, owner, std::move(key), kVersion, opened.uuid());
}

Async<Result<std::optional<UploadId>>> find_version_opened_under(Database& database, UserId owner, IdempotencyKey key) {
    const auto found = CO_TRY(co_await find(database, owner, std::move(key), kVersion));
    if (!found) co_return std::nullopt;
    co_return UploadId{*found};
}

}  // namespace acervo
