#include "store/uploads/versions.hpp"

#include "store/assets/asset_row.hpp"

namespace acervo {
namespace {

// A hash that was computed lies in the ledger; the client's word comes after it.
const std::string kSelect =
    "SELECT u.version_number, u.storage_key = a.master_storage_key, "
    "coalesce(u.original_filename, a.original_filename), u.mime_type, u.file_size_bytes, coalesce(o.sha256, "
    "u.declared_sha256), u.created_by, u.completed_at, u.id, "
    "u.bucket, u.storage_key FROM uploads u JOIN assets a ON a.id = u.asset_id "
    "JOIN storage_objects o ON o.bucket = u.bucket AND o.storage_key = u.storage_key "
    "WHERE u.asset_id = $1 AND u.version_number IS NOT NULL ";
const std::string kListSql =
    kSelect + "AND ($2::int IS NULL OR u.version_number < $2) ORDER BY u.version_number DESC LIMIT $3";
const std::string kFindSql = kSelect + "AND u.version_number = $2";
const Statement kList{"uploads.list_versions", kListSql};
const Statement kFind{"uploads.find_version", kFindSql};
constexpr Statement kFindWith{
    "uploads.find_version_with",
    "SELECT u.version_number FROM uploads u JOIN storage_objects o ON o.bucket = u.bucket AND o.storage_key = "
    "u.storage_key WHERE u.asset_id = $1 AND u.version_number IS NOT NULL AND "
    "coalesce(o.sha256, u.declared_sha256) = $2 AND u.file_size_bytes = $3 ORDER BY u.version_number DESC LIMIT 1"};
constexpr Statement kUnarchive{"assets.unarchive_for_master",
                               "UPDATE assets a SET status = 'ready' FROM uploads u "
                               "WHERE u.id = $1 AND a.id = u.asset_id AND a.status = 'archived'"};
constexpr Statement kMakeMaster{
    "assets.make_master",
    "UPDATE assets a SET master_storage_key = u.storage_key, mime_type = u.mime_type, "
    "original_filename = coalesce(u.original_filename, a.original_filename), file_size_bytes = u.file_size_bytes, "
    "content_hash = coalesce(o.sha256, u.declared_sha256), scan = 'pending', status = 'processing', "
    "failure_reason = NULL, waiting_for = NULL, waiting_since = NULL, parked = false "
    "FROM uploads u JOIN storage_objects o ON o.bucket = u.bucket AND o.storage_key = u.storage_key "
    "WHERE u.id = $1 AND a.id = u.asset_id AND a.purged_at IS NULL"};

MasterVersion version_of(const Row& row) {
    MasterVersion version{.number = row.get<int>(0),
                          .is_current = row.get<bool>(1),
                          .filename = row.get<std::string>(2),
                          .mime_type = row.get<std::string>(3),
                          .file_size_bytes = row.get<std::uint64_t>(4),
                          .content_hash = std::nullopt,
                          .created_by = row.get<UserId>(6),
                          .created_at = row.get<Timestamp>(7),
                          .upload = row.get<UploadId>(8),
                          .bucket = row.get<std::string>(9),
                          .storage_key = row.get<std::string>(10)};
    if (!row.is_null(5)) version.content_hash = ContentHash::parse(row.text(5)).value();
    return version;
}

Result<MasterVersion> one_of(const Rows& rows) {
    if (rows.empty()) return fail(ErrorKind::NotFound, "the asset has no such version");
    return version_of(rows[0]);
}

}  // namespace

Async<Result<std::vector<MasterVersion>>> list_versions(Database& database, AssetId asset, std::optional<int> before,
                                                        int limit) {
    const auto rows = CO_TRY(co_await database.query(kList, asset, before, limit));
    co_return rows.map(version_of);
}

Async<Result<MasterVersion>> find_version(Database& database, AssetId asset, int number) {
    co_return one_of(CO_TRY(co_await database.query(kFind, asset, number)));
}

Async<Result<MasterVersion>> find_version(Transaction& tx, AssetId asset, int number) {
    co_return one_of(CO_TRY(co_await tx.execute(kFind, asset, number)));
}

Async<Result<std::optional<int>>> find_version_with(Transaction& tx, AssetId asset, ContentHash hash,
                                                    std::uint64_t size) {
    const auto rows = CO_TRY(co_await tx.execute(kFindWith, asset, hash.to_string(), size));
    if (rows.empty()) co_return std::nullopt;
    co_return rows[0].get<int>(0);
}

Async<Result<void>> make_master(Transaction& tx, UploadId upload) {
    CO_TRY(co_await tx.execute(kUnarchive, upload));
    co_return one_row(co_await tx.execute(kMakeMaster, upload), "the asset is no more");
}

}  // namespace acervo
