#include "store/storage_objects/storage_objects.hpp"

namespace acervo {
namespace {

constexpr Statement kPlan{"storage_objects.plan",
                          "INSERT INTO storage_objects (bucket, storage_key, kind, asset_id, sha256) "
                          "VALUES ($1, $2, 'master', $3, $4)"};
constexpr Statement kStored{
    "storage_objects.stored",
    "UPDATE storage_objects o SET state = 'stored', version_id = nullif($3, ''), file_size_bytes = $4, "
    "etag = $5, stored_at = now(), sha256 = coalesce(o.sha256, (SELECT u.declared_sha256 FROM uploads u "
    "WHERE u.bucket = $1 AND u.storage_key = $2 LIMIT 1)) WHERE bucket = $1 AND storage_key = $2 AND state = "
    "'planned'"};
constexpr Statement kDeleted{"storage_objects.deleted",
                             "UPDATE storage_objects SET state = 'deleted', deleted_at = now() "
                             "WHERE bucket = $1 AND storage_key = $2 AND state <> 'deleted'"};

// `awaited`: an upload that is not over fills it, or a rendition that is being made. Planned and not awaited is what
// nobody will bring any more, for row and upload are made, and ended, in one transaction.
const std::string kColumns =
    "o.storage_key, o.state, o.kind, coalesce(o.version_id, ''), coalesce(o.file_size_bytes, 0), "
    "EXISTS (SELECT FROM uploads u WHERE u.bucket = o.bucket AND u.storage_key = o.storage_key "
    "AND u.status IN ('open', 'completing')) OR EXISTS (SELECT FROM renditions r WHERE r.id = o.rendition_id "
    "AND r.status IN ('pending', 'processing'))";
const std::string kWalkSql =
    "SELECT " + kColumns +
    R"( FROM storage_objects o WHERE o.bucket = $1 AND o.storage_key COLLATE "C" > $2 )"
    R"(AND ($3::text IS NULL OR o.storage_key COLLATE "C" <= $3) ORDER BY o.storage_key COLLATE "C" LIMIT $4)";
const std::string kFindSql =
    "SELECT " + kColumns + " FROM storage_objects o WHERE o.bucket = $1 AND o.storage_key = $2";
const Statement kWalk{"storage_objects.walk", kWalkSql};
const Statement kFind{"storage_objects.find", kFindSql};

LedgerState state_of(std::string_view name) {
    if (name == "stored") return LedgerState::Stored;
    return name == "planned" ? LedgerState::Planned : LedgerState::Deleted;
}

LedgerEntry entry_of(const Row& row) {
    return {.key = row.get<std::string>(0),
            .state = state_of(row.text(1)),
            .is_master = row.text(2) == "master",
            .version_id = row.get<std::string>(3),
            .size = row.get<std::uint64_t>(4),
            .awaited = row.get<bool>(5)};
}

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

Async<Result<std::vector<LedgerEntry>>> list_ledger(Database& database, LedgerRange range, int limit) {
    const auto rows = CO_TRY(co_await database.query(kWalk, range.bucket, range.after, range.until, limit));
    co_return rows.map(entry_of);
}

Async<Result<std::optional<LedgerEntry>>> find_in_ledger(Database& database, ObjectAddress object) {
    const auto rows = CO_TRY(co_await database.query(kFind, std::move(object.bucket), std::move(object.key)));
    if (rows.empty()) co_return std::nullopt;
    co_return entry_of(rows[0]);
}

}  // namespace acervo
