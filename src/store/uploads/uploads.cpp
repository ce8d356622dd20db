#include "store/uploads/uploads.hpp"

namespace acervo {
namespace {

constexpr Statement kInsert{
    "uploads.insert",
    "INSERT INTO uploads (id, asset_id, bucket, storage_key, mime_type, file_size_bytes, part_size, "
    "declared_sha256, created_by, created_at, original_filename) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
    "$11)"};
constexpr Statement kKeepMultipartId{
    "uploads.keep_multipart_id",
    "UPDATE uploads SET multipart_id = coalesce(multipart_id, $2) WHERE id = $1 RETURNING multipart_id"};
constexpr Statement kClaim{
    "uploads.claim",
    "UPDATE uploads SET status = 'completing', claimed_until = now() + $2::interval, "
    "declared_sha256 = coalesce(declared_sha256, $3::bpchar) WHERE id = $1 "
    "AND (status = 'open' OR (status = 'completing' AND claimed_until < now())) "
    "AND ($3::bpchar IS NULL OR declared_sha256 IS NULL OR declared_sha256 = $3) RETURNING claimed_until"};
constexpr Statement kRelease{"uploads.release",
                             "UPDATE uploads SET status = 'open', claimed_until = NULL "
                             "WHERE id = $1 AND status = 'completing' AND claimed_until = $2"};
constexpr Statement kComplete{"uploads.complete",
                              "UPDATE uploads SET status = 'completed', claimed_until = NULL, etag = $2, "
                              "version_id = nullif($3, ''), completed_at = now(), "
                              "version_number = (SELECT coalesce(max(v.version_number), 0) + 1 FROM uploads v WHERE "
                              "v.asset_id = uploads.asset_id) "
                              "WHERE id = $1 AND status = 'completing'"};
const std::string kColumns =
    "id, asset_id, bucket, storage_key, coalesce(multipart_id, ''), file_size_bytes, part_size, status, created_by, "
    "created_at, mime_type, coalesce(original_filename, ''), declared_sha256";
const std::string kListLeftSql =
    "SELECT " + kColumns +
    ", expires_at < now() FROM uploads WHERE id > $1 AND ((status = 'open' AND expires_at < now()) "
    "OR (status = 'completing' AND claimed_until < now())) ORDER BY id LIMIT $2";
const std::string kFindAtSql =
    "SELECT " + kColumns + " FROM uploads WHERE bucket = $1 AND storage_key = ANY ($2::text[])";
const std::string kFindSql = "SELECT " + kColumns +
                             " FROM uploads WHERE asset_id = $1 "
                             "ORDER BY status IN ('open', 'completing') DESC, created_at DESC LIMIT 1";
const std::string kFindMasterSql =
    "SELECT " + kColumns +
    " FROM uploads WHERE asset_id = $1 "
    "AND storage_key = (SELECT master_storage_key FROM assets WHERE id = $1) ORDER BY created_at DESC LIMIT 1";
const std::string kFindFirstSql =
    "SELECT " + kColumns + " FROM uploads WHERE asset_id = $1 ORDER BY created_at LIMIT 1";

const std::string kFindByIdSql = "SELECT " + kColumns + " FROM uploads WHERE id = $1";

const Statement kFind{"uploads.find_of_asset", kFindSql};
const Statement kFindFirst{"uploads.find_first_of_asset", kFindFirstSql};
const Statement kFindMaster{"uploads.find_of_master", kFindMasterSql};
const Statement kFindById{"uploads.find", kFindByIdSql};
const Statement kListLeft{"uploads.list_left", kListLeftSql};
const Statement kFindAt{"uploads.find_at", kFindAtSql};
constexpr Statement kExpire{"uploads.expire",
                            "UPDATE uploads SET status = 'expired', claimed_until = NULL "
                            "WHERE id = $1 AND status = 'completing' AND claimed_until = $2"};
constexpr Statement kAbort{"uploads.abort",
                           "UPDATE uploads SET status = 'aborted', claimed_until = NULL WHERE id = $1 "
                           "AND (status = 'open' OR (status = 'completing' AND claimed_until < now()))"};

Upload upload_of(const Row& row) {
    Upload upload{.id = row.get<UploadId>(0),
                  .asset_id = row.get<AssetId>(1),
                  .bucket = row.get<std::string>(2),
                  .storage_key = row.get<std::string>(3),
                  .multipart_id = row.get<std::string>(4),
                  .mime_type = row.get<std::string>(10),
                  .plan = PartPlan{row.get<std::uint64_t>(5), row.get<std::uint64_t>(6)},
                  .status = parse_upload_status(row.text(7)).value(),
                  .created_by = row.get<UserId>(8),
                  .created_at = row.get<Timestamp>(9),
                  .original_filename = row.get<std::string>(11)};
    if (!row.is_null(12)) upload.declared = ContentHash::parse(row.text(12)).value();
    return upload;
}

/// About how long nobody can open an upload while the platform goes over to another store.
constexpr std::chrono::seconds kStoreIsChanged{30};

std::optional<std::string> text_of(const std::optional<ContentHash>& hash) {
    if (!hash) return std::nullopt;
    return hash->to_string();
}

}  // namespace

Async<Result<void>> insert_upload(Transaction& tx, Upload upload, std::optional<ContentHash> declared) {
    auto inserted =
        co_await tx.execute(kInsert, upload.id, upload.asset_id, upload.bucket, upload.storage_key, upload.mime_type,
                            upload.plan.file_size(), upload.plan.part_size(), text_of(declared), upload.created_by,
                            upload.created_at, upload.original_filename);
    if (inserted) co_return ok();
    if (violates(inserted.error(), "uploads_one_at_a_time")) {
        co_return fail(ErrorKind::Conflict, "an upload is open for this asset: complete or abort it first");
    }
    if (violates(inserted.error(), "uploads_wait_for_storage")) {
        co_return fail(Error{ErrorKind::Unavailable, "the object store is being changed: no upload is opened"}
                           .with_public_message("the object store is being changed; uploads go on in a while")
                           .with_retry_after(kStoreIsChanged));
    }
    co_return fail(std::move(inserted).error());
}

Async<Result<std::string>> keep_multipart_id(Database& database, UploadId id, std::string multipart_id) {
    const auto rows = CO_TRY(co_await database.query(kKeepMultipartId, id, std::move(multipart_id)));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such upload");
    co_return rows[0].get<std::string>(0);
}

Async<Result<Upload>> find_upload_of(Database& database, AssetId asset) {
    const auto rows = CO_TRY(co_await database.query(kFind, asset));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no upload of such an asset");
    co_return upload_of(rows[0]);
}

Async<Result<Upload>> find_first_upload_of(Database& database, AssetId asset) {
    const auto rows = CO_TRY(co_await database.query(kFindFirst, asset));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "the asset has no upload");
    co_return upload_of(rows[0]);
}

Async<Result<Upload>> find_upload_of_master(Database& database, AssetId asset) {
    const auto rows = CO_TRY(co_await database.query(kFindMaster, asset));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "the asset's master was not uploaded");
    co_return upload_of(rows[0]);
}

Async<Result<Upload>> find_upload(Database& database, UploadId id) {
    const auto rows = CO_TRY(co_await database.query(kFindById, id));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such upload");
    co_return upload_of(rows[0]);
}

Async<Result<std::optional<CompletionClaim>>> claim_completion(Database& database, UploadId id,
                                                               std::chrono::seconds lease,
                                                               std::optional<ContentHash> declared) {
    const auto seconds = std::to_string(lease.count()) + " seconds";
    const auto rows = CO_TRY(co_await database.query(kClaim, id, seconds, text_of(declared)));
    if (rows.empty()) co_return std::nullopt;
    co_return CompletionClaim{.upload = id, .until = rows[0].get<Timestamp>(0)};
}

Async<Result<void>> release_completion(Database& database, CompletionClaim claim) {
    CO_TRY(co_await database.query(kRelease, claim.upload, claim.until));
    co_return ok();
}

Async<Result<void>> mark_upload_completed(Transaction& tx, UploadId id, std::string etag, std::string version_id) {
    const auto rows = CO_TRY(co_await tx.execute(kComplete, id, std::move(etag), std::move(version_id)));
    if (rows.affected() == 0) co_return fail(ErrorKind::Conflict, "the upload is not being completed");
    co_return ok();
}

Async<Result<void>> mark_upload_aborted(Transaction& tx, UploadId id) {
    const auto rows = CO_TRY(co_await tx.execute(kAbort, id));
    if (rows.affected() == 0) co_return fail(ErrorKind::Conflict, "the upload is complete, or being completed");
    co_return ok();
}

Async<Result<void>> mark_upload_expired(Transaction& tx, CompletionClaim claim) {
    const auto rows = CO_TRY(co_await tx.execute(kExpire, claim.upload, claim.until));
    if (rows.affected() == 0) co_return fail(ErrorKind::Conflict, "somebody else has taken the upload over");
    co_return ok();
}

Async<Result<std::vector<LeftUpload>>> list_left_uploads(Database& database, std::optional<UploadId> after, int limit) {
    const auto rows = CO_TRY(co_await database.query(kListLeft, after.value_or(UploadId{}), limit));
    co_return rows.map([](const Row& row) { return LeftUpload{upload_of(row), row.get<bool>(13)}; });
}

Async<Result<std::vector<Upload>>> find_uploads_at(Database& database, std::string bucket,
                                                   std::vector<std::string> keys) {
    const auto rows = CO_TRY(co_await database.query(kFindAt, std::move(bucket), keys));
    co_return rows.map(upload_of);
}

}  // namespace acervo
