#include "store/assets/assets.hpp"

#include "store/assets/asset_row.hpp"
#include "store/collections/grants_sql.hpp"

namespace acervo {
namespace {

// One person's rights on an asset: of every place where it lies, of its home, and whether it was named on it.
const std::string kRights =
    ", coalesce(rights.all_places, 0), coalesce(rights.at_home, 0), "
    "EXISTS (SELECT FROM asset_readers r WHERE r.asset_id = assets.id AND r.user_id = $2) ";
const std::string kFrom =
    "FROM assets, LATERAL (SELECT bit_or(g.rights) AS all_places, "
    "bit_or(g.rights) FILTER (WHERE p.collection_id = assets.home_collection_id) AS at_home "
    "FROM asset_placements p CROSS JOIN LATERAL (SELECT ancestor_id FROM collection_ancestors "
    "WHERE collection_id = p.collection_id OFFSET 0) c CROSS JOIN LATERAL " +
    grants_sql("$2", "c.ancestor_id") + " g WHERE p.asset_id = assets.id) rights ";
const std::string kRightsSql = kRights + kFrom;
const std::string kSeenSql = "SELECT " + asset_columns() + kRightsSql;
// NULL in place of a large document.
const std::string kFindHeadSql =
    "SELECT " + asset_columns("CASE WHEN pg_column_size(editorial_metadata) < $3 THEN editorial_metadata END") +
    kRights + ", technical_metadata " + kFrom + "WHERE id = $1 AND purged_at IS NULL";
const std::string kFindSeenSql = kSeenSql + "WHERE id = $1 AND purged_at IS NULL";
// In the order of ids, so that two who lock many wait for each other and never in a ring.
const std::string kLockSeenSql = kSeenSql +
                                 "WHERE id = ANY ($1::uuid[]) AND trashed_at IS NULL ORDER BY id "
                                 "FOR NO KEY UPDATE OF assets";
const std::string kListSeenSql = kSeenSql + "WHERE id = ANY ($1::uuid[]) AND trashed_at IS NULL";
const std::string kListSeenAnywhereSql = kSeenSql + "WHERE id = ANY ($1::uuid[]) AND purged_at IS NULL";
constexpr int kRightsColumn = kAssetColumns;
constexpr int kTechnicalColumn = kRightsColumn + 3;

const Statement kFindSeen{"assets.find_seen", kFindSeenSql};
const Statement kFindHead{"assets.find_head", kFindHeadSql};
const Statement kLockSeen{"assets.lock_seen", kLockSeenSql};
const Statement kListSeen{"assets.list_seen", kListSeenSql};
const Statement kListSeenAnywhere{"assets.list_seen_anywhere", kListSeenAnywhereSql};
constexpr Statement kDocuments{"assets.documents",
                               "SELECT id, edit_version, edited_at, "
                               "CASE WHEN pg_column_size(editorial_metadata) >= $2 THEN editorial_metadata END "
                               "FROM assets WHERE id = ANY ($1::uuid[]) AND trashed_at IS NULL AND purged_at IS NULL"};
constexpr Statement kInsert{
    "assets.insert",
    "INSERT INTO assets (id, external_id, type, status, title, description, original_filename, "
    "mime_type, file_size_bytes, content_hash, master_storage_key, home_collection_id, priority, "
    "created_by, created_at, updated_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)"};
constexpr Statement kFailFirst{"assets.fail_first_upload",
                               "UPDATE assets SET status = 'failed', failure_reason = $2 "
                               "WHERE id = $1 AND status = 'uploading'"};

std::optional<std::string> text_of(const std::optional<ContentHash>& hash) {
    if (!hash) return std::nullopt;
    return hash->to_string();
}

/// With the rights of `who`, who may have none.
SeenAsset seen_of(const Row& row, const Principal& who) {
    SeenAsset seen{asset_of(row), {}};
    const Standing standing{.granted = Rights::of_bits(row.get<int>(kRightsColumn)),
                            .granted_at_home = Rights::of_bits(row.get<int>(kRightsColumn + 1)),
                            .is_reader = row.get<bool>(kRightsColumn + 2),
                            .is_own = seen.asset.created_by == who.user,
                            .is_restricted = seen.asset.restricted};
    seen.rights = rights_of(who.role, standing);
    return seen;
}

/// Without those that `who` may not view.
std::vector<SeenAsset> those_seen(const Rows& rows, const Principal& who) {
    auto seen = rows.map([&who](const Row& row) { return seen_of(row, who); });
    std::erase_if(seen, [](const SeenAsset& one) { return !one.rights.has(Right::View); });
    return seen;
}

/// The one asset that was asked for; in the trash, too, for those who may restore it.
Result<SeenAsset> seen_or_trash(const Rows& rows, const Principal& who) {
    if (rows.empty()) return fail(ErrorKind::NotFound, "there is no such asset");
    auto seen = seen_of(rows[0], who);
    if (!seen.rights.has(Right::View)) return fail(ErrorKind::NotFound, "there is no such asset");
    if (!seen.asset.trashed_at) return seen;
    if (!may_restore(who) || !seen.rights.has(Right::Edit)) return fail(ErrorKind::NotFound, "there is no such asset");
    return seen;
}

/// What a caller can mend, in words that are not the database's.
Error in_words(Error error) {
    if (violates(error, "assets_external_id_key")) return Error{ErrorKind::Conflict, "the external id is taken"};
    if (violates(error, "assets_home_collection_id_fkey")) {
        Error unknown{ErrorKind::InvalidInput, "there is no such collection"};
        return std::move(unknown).with_fields({{"/collection_id", "there is no such collection"}});
    }
    return error;
}

}  // namespace

bool may_restore(const Principal& who) noexcept {
    return allows(who.role, Permission::AssetTrash) && who.scopes.has(Permission::AssetTrash);
}

Async<Result<void>> insert_asset(Transaction& tx, Asset asset) {
    auto inserted = co_await tx.execute(
        kInsert, asset.id, asset.external_id, name_of(asset.type), name_of(asset.status), asset.title,
        asset.description, asset.original_filename, asset.mime_type, asset.file_size_bytes, text_of(asset.content_hash),
        asset.master_storage_key, asset.home_collection, name_of(asset.priority), asset.created_by, asset.created_at);
    if (!inserted) co_return fail(in_words(std::move(inserted).error()));
    co_return ok();
}

Async<Result<SeenAsset>> find_asset_or_trash_seen_by(Database& database, Principal who, AssetId id) {
    const auto rows = CO_TRY(co_await database.query(kFindSeen, id, who.user));
    co_return seen_or_trash(rows, who);
}

Async<Result<SeenHead>> find_asset_head_seen_by(Database& database, Principal who, AssetId id,
                                                std::int32_t from_bytes) {
    const auto rows = CO_TRY(co_await database.query(kFindHead, id, who.user, from_bytes));
    auto seen = CO_TRY(seen_or_trash(rows, who));
    co_return SeenHead{.seen = std::move(seen),
                       .lacks_document = rows[0].is_null(kRightsColumn - 1),
                       .technical_metadata = rows[0].get<std::string>(kTechnicalColumn)};
}

Async<Result<SeenAsset>> find_asset_seen_by(Database& database, Principal who, AssetId id) {
    auto seen = CO_TRY(co_await find_asset_or_trash_seen_by(database, std::move(who), id));
    if (seen.asset.trashed_at) co_return fail(ErrorKind::NotFound, "there is no such asset");
    co_return seen;
}

Async<Result<std::vector<SeenAsset>>> lock_assets_seen_by(Transaction& tx, Principal who, std::vector<AssetId> ids) {
    co_return those_seen(CO_TRY(co_await tx.execute(kLockSeen, ids, who.user)), who);
}

Async<Result<std::vector<SeenAsset>>> list_assets_seen_by(Database& database, Principal who, std::vector<AssetId> ids) {
    co_return those_seen(CO_TRY(co_await database.query(kListSeen, ids, who.user)), who);
}

Async<Result<std::vector<SeenAsset>>> list_assets_or_trash_seen_by(Database& database, Principal who,
                                                                   std::vector<AssetId> ids) {
    co_return those_seen(CO_TRY(co_await database.query(kListSeenAnywhere, ids, who.user)), who);
}

Async<Result<std::vector<AssetDocument>>> list_asset_documents(Database& database, std::vector<AssetId> ids,
                                                               std::int32_t from_bytes) {
    const auto rows = CO_TRY(co_await database.query(kDocuments, ids, from_bytes));
    co_return rows.map([](const Row& row) {
        return AssetDocument{.asset = row.get<AssetId>(0),
                             .edit_version = row.get<std::int64_t>(1),
                             .edited_at = row.get<std::optional<Timestamp>>(2),
                             .text = row.get<std::optional<std::string>>(3)};
    });
}

Async<Result<bool>> fail_first_upload(Transaction& tx, AssetId id, std::string reason) {
    const auto rows = CO_TRY(co_await tx.execute(kFailFirst, id, std::move(reason)));
    co_return rows.affected() == 1;
}

}  // namespace acervo
