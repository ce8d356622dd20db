#include "store/assets/trash.hpp"

#include "store/assets/asset_row.hpp"

namespace acervo {
namespace {

constexpr Statement kTrash{"assets.trash",
                           "UPDATE assets SET trashed_at = now(), trashed_by = $2 "
                           "WHERE id = $1 AND trashed_at IS NULL AND status <> 'uploading'"};
constexpr Statement kDiscard{"assets.discard",
                             "UPDATE assets SET trashed_at = now(), trashed_by = $2, external_id = NULL "
                             "WHERE id = $1 AND trashed_at IS NULL AND status = 'failed' AND NOT EXISTS "
                             "(SELECT FROM uploads WHERE asset_id = $1 AND version_number IS NOT NULL)"};
constexpr Statement kRestore{"assets.restore",
                             "UPDATE assets SET trashed_at = NULL, trashed_by = NULL "
                             "WHERE id = $1 AND trashed_at IS NOT NULL AND purged_at IS NULL"};
constexpr Statement kArchive{"assets.archive",
                             "UPDATE assets SET status = 'archived' "
                             "WHERE id = $1 AND status = 'ready' AND trashed_at IS NULL"};
constexpr Statement kUnarchive{"assets.unarchive",
                               "UPDATE assets SET status = 'ready' "
                               "WHERE id = $1 AND status = 'archived' AND trashed_at IS NULL"};
constexpr Statement kRestrict{"assets.restrict",
                              "UPDATE assets SET restricted = $2::boolean "
                              "WHERE id = $1 AND restricted <> $2::boolean AND purged_at IS NULL"};
constexpr Statement kHold{"assets.hold",
                          "UPDATE assets SET legal_hold = $2::boolean "
                          "WHERE id = $1 AND legal_hold <> $2::boolean AND purged_at IS NULL"};
constexpr Statement kDue{
    "assets.due_for_purge",
    "SELECT id FROM assets WHERE trashed_at < now() - make_interval(secs => $1::double precision) "
    "AND purged_at IS NULL AND NOT legal_hold ORDER BY trashed_at LIMIT $2 FOR UPDATE SKIP LOCKED"};
constexpr Statement kGiveUpObjects{
    "storage_objects.give_up",
    "UPDATE storage_objects o SET state = 'deleted', deleted_at = now() WHERE o.asset_id = ANY ($1::uuid[]) "
    "AND o.state <> 'deleted' AND NOT EXISTS (SELECT FROM assets a WHERE a.master_storage_key = o.storage_key "
    "AND a.id <> ALL ($1::uuid[]) AND a.purged_at IS NULL) "
    "AND NOT EXISTS (SELECT FROM uploads u JOIN assets a ON a.id = u.asset_id WHERE u.bucket = o.bucket "
    "AND u.storage_key = o.storage_key AND u.version_number IS NOT NULL AND a.id <> ALL ($1::uuid[]) "
    "AND a.purged_at IS NULL)"};
// A new master that was on its way when the asset was thrown away.
constexpr Statement kEndUploads{"uploads.purge",
                                "UPDATE uploads SET status = 'aborted', claimed_until = NULL "
                                "WHERE asset_id = ANY ($1::uuid[]) AND status IN ('open', 'completing')"};
constexpr Statement kForgetFilenames{"uploads.forget_filenames",
                                     "UPDATE uploads SET original_filename = '-' WHERE asset_id = ANY ($1::uuid[])"};
constexpr Statement kGiveUpRenditions{
    "renditions.give_up",
    "UPDATE renditions SET status = CASE status WHEN 'ready' THEN 'expired' ELSE 'failed' END "
    "WHERE asset_id = ANY ($1::uuid[]) AND status IN ('ready', 'pending', 'processing')"};
constexpr Statement kEmpty{
    "assets.purge",
    "UPDATE assets SET purged_at = now(), title = '-', description = '', tags = '{}', editorial_metadata = '{}', "
    "technical_metadata = '{}', raw_metadata = '{}', external_id = NULL, original_filename = '-', content_hash = NULL "
    "WHERE id = ANY ($1::uuid[])"};
// After the asset itself: emptying it is an edit, and the last of its history.
constexpr Statement kForgetEdits{"asset_edits.purge", "DELETE FROM asset_edits WHERE asset_id = ANY ($1::uuid[])"};
constexpr Statement kForgetPlaces{"asset_placements.purge",
                                  "DELETE FROM asset_placements WHERE asset_id = ANY ($1::uuid[])"};
constexpr Statement kForgetReaders{"asset_readers.purge",
                                   "DELETE FROM asset_readers WHERE asset_id = ANY ($1::uuid[])"};
constexpr Statement kForgetRelations{
    "asset_relations.purge",
    "DELETE FROM asset_relations WHERE source_id = ANY ($1::uuid[]) OR target_id = ANY ($1::uuid[])"};
constexpr Statement kTell{"assets.tell_of_purge",
                          "WITH told AS (INSERT INTO events (type, asset_id) "
                          "SELECT 'asset.purged', id FROM unnest($1::uuid[]) id) "
                          "INSERT INTO audit_log (action, object_type, object_id) "
                          "SELECT 'asset.purge', 'asset', id::text FROM unnest($1::uuid[]) id"};

}  // namespace

Async<Result<void>> put_into_trash(Transaction& tx, AssetId id, UserId by) {
    co_return one_row(co_await tx.execute(kTrash, id, by), "the asset is being uploaded, or lies in the trash already");
}

Async<Result<bool>> discard_asset(Transaction& tx, AssetId id, UserId by) {
    const auto rows = CO_TRY(co_await tx.execute(kDiscard, id, by));
    co_return rows.affected() == 1;
}

Async<Result<void>> take_out_of_trash(Transaction& tx, AssetId id) {
    co_return one_row(co_await tx.execute(kRestore, id), "the asset does not lie in the trash");
}

Async<Result<void>> archive(Transaction& tx, AssetId id) {
    co_return one_row(co_await tx.execute(kArchive, id), "only what is ready can be archived");
}

Async<Result<void>> unarchive(Transaction& tx, AssetId id) {
    co_return one_row(co_await tx.execute(kUnarchive, id), "the asset is not archived");
}

Async<Result<void>> set_legal_hold(Transaction& tx, AssetId id, bool held) {
    CO_TRY(co_await tx.execute(kHold, id, held));
    co_return ok();
}

Async<Result<void>> set_restricted(Transaction& tx, AssetId id, bool restricted) {
    CO_TRY(co_await tx.execute(kRestrict, id, restricted));
    co_return ok();
}

Async<Result<std::vector<AssetId>>> purge_trash(Transaction& tx, std::chrono::seconds kept, int limit) {
    const auto rows = CO_TRY(co_await tx.execute(kDue, kept.count(), limit));
    auto due = rows.map([](const Row& row) { return row.get<AssetId>(0); });
    if (due.empty()) co_return due;
    for (const auto& statement : {kEndUploads, kForgetFilenames, kGiveUpObjects, kGiveUpRenditions, kEmpty,
                                  kForgetEdits, kForgetPlaces, kForgetReaders, kForgetRelations, kTell}) {
        CO_TRY(co_await tx.execute(statement, due));
    }
    co_return due;
}

}  // namespace acervo
