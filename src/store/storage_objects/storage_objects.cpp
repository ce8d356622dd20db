#include "store/storage_objects/storage_objects.hpp"

namespace acervo {
namespace {

constexpr Statement kPlan{"storage_objects.plan",
                          "INSERT INTO storage_objects (bucket, storage_key, kind, asset_id, sha256) "
                          "VALUES ($1, $2, 'master', $3, $4)"};
constexpr Statement kStored{
    "storage_objects.stored",
    "UPDATE storage_objects SET state = 'stored', version_id = nullif($3, ''), file_size_bytes = $4, "
    "etag = $5, stored_at = now() WHERE bucket = $1 AND storage_key = $2 AND state = 'planned'"};
constexpr Statement kDeleted{"storage_objects.deleted",
                             "UPDATE storage_objects SET state = 'deleted', deleted_at = now() "
                             "WHERE bucket = $1 AND storage_key = $2 AND state <> 'deleted'"};

}  // namespace

Async<Result<void>> plan_master_object(Transaction& tx, ObjectAddress object, AssetId asset,
                                       std::optional<ContentHash> declared) {
    std::optional<std::string> sha256;
    if (declared) sha256 = declared->to_string();
    CO_TRY(co_await tx.execute(kPlan, std::move(object.bucket), std::move(object.key), asset, std::move(sha256)));
    co_return ok();
}

Async<Result<void>> mark_object_stored(Transaction& tx, ObjectAddress object, ObjectInfo info) {
    const auto rows = CO_TRY(co_await tx.execute(kStored, std::move(object.bucket), std::move(object.key),
                                                 std::move(info.version_id), info.size, std::move(info.etag)));
    if (rows.affected() == 0) co_return fail(ErrorKind::Conflict, "the object is not one that is expected");
    co_return ok();
}

Async<Result<void>> mark_object_deleted(Transaction& tx, ObjectAddress object) {
    CO_TRY(co_await tx.execute(kDeleted, std::move(object.bucket), std::move(object.key)));
    co_return ok();
}

}  // namespace acervo
