#include "store/assets/assets.hpp"

#include "store/collections/collections.hpp"

namespace acervo {
namespace {

/// The columns of `asset_of`, in its order.
const std::string kColumns =
    "id, external_id, type, status, title, description, original_filename, mime_type, file_size_bytes, content_hash, "
    "master_storage_key, failure_reason, created_by, created_at, updated_at, edit_version, version, "
    "home_collection_id, "
    "priority, restricted";

// One person's rights on an asset: of every place where it lies, of its home, and whether it was named on it.
const std::string kFindSeenSql =
    "SELECT " + kColumns +
    ", coalesce(rights.all_places, 0), coalesce(rights.at_home, 0), "
    "EXISTS (SELECT FROM asset_readers r WHERE r.asset_id = assets.id AND r.user_id = $2) "
    "FROM assets, LATERAL (SELECT bit_or(g.rights) AS all_places, "
    "bit_or(g.rights) FILTER (WHERE p.collection_id = assets.home_collection_id) AS at_home "
    "FROM asset_placements p JOIN collection_ancestors c ON c.collection_id = p.collection_id "
    "JOIN person_grants g ON g.collection_id = c.ancestor_id AND g.user_id = $2 WHERE p.asset_id = assets.id) rights "
    "WHERE id = $1 AND trashed_at IS NULL";
constexpr int kRightsColumn = 20;

const std::string kFilterSql =
    "a.trashed_at IS NULL AND ($1::text[] IS NULL OR a.type = ANY ($1)) "
    "AND ($2::text[] IS NULL OR a.status = ANY ($2)) ";
// The row comparison is one index condition, so that page 20,000 costs what page 1 does.
const std::string kPageSql = "SELECT " + kColumns + " FROM assets a WHERE " + kFilterSql +
                             "AND (a.created_at, a.id) < ($4::timestamptz, $5::uuid) "
                             "ORDER BY a.created_at DESC, a.id DESC LIMIT $3";
// $6: the person. $7: collections that this person may view; $8: those of them that it manages.
const std::string kVisibleSql =
    kFilterSql +
    "AND (NOT a.restricted OR a.home_collection_id = ANY ($8::uuid[]) "
    "OR EXISTS (SELECT FROM asset_readers r WHERE r.asset_id = a.id AND r.user_id = $6::uuid)) ";
// Of a few collections each is walked newest first by its own index, and the walks are merged.
const std::string kPageOfFewSql =
    "SELECT DISTINCT ON (created_at, id) " + kColumns +
    " FROM (SELECT found.* FROM unnest($7::uuid[]) place (id) CROSS JOIN LATERAL (SELECT a.* FROM asset_placements p "
    "JOIN assets a ON a.id = p.asset_id WHERE p.collection_id = place.id AND " +
    kVisibleSql +
    "AND (p.created_at, p.asset_id) < ($4::timestamptz, $5::uuid) ORDER BY p.created_at DESC, p.asset_id DESC "
    "LIMIT $3) found UNION ALL (SELECT a.* FROM asset_readers r JOIN assets a ON a.id = r.asset_id "
    "WHERE r.user_id = $6::uuid AND " +
    kFilterSql +
    "AND (r.created_at, r.asset_id) < ($4::timestamptz, $5::uuid) ORDER BY r.created_at DESC, r.asset_id DESC "
    "LIMIT $3)) a ORDER BY created_at DESC, id DESC LIMIT $3";
// Who sees many sees most: all assets are walked newest first, and few of them are passed over.
const std::string kPageOfManySql =
    "SELECT " + kColumns + " FROM assets a WHERE " + kVisibleSql +
    "AND (EXISTS (SELECT FROM asset_placements p WHERE p.asset_id = a.id AND p.collection_id = ANY ($7::uuid[])) "
    "OR EXISTS (SELECT FROM asset_readers r WHERE r.asset_id = a.id AND r.user_id = $6::uuid)) "
    "AND (a.created_at, a.id) < ($4::timestamptz, $5::uuid) ORDER BY a.created_at DESC, a.id DESC LIMIT $3";
constexpr std::size_t kFewCollections = 64;

const Statement kFindSeen{"assets.find_seen", kFindSeenSql};
const Statement kPage{"assets.page", kPageSql};
const Statement kPageOfFew{"assets.page_of_few", kPageOfFewSql};
const Statement kPageOfMany{"assets.page_of_many", kPageOfManySql};
constexpr Statement kInsert{
    "assets.insert",
    "INSERT INTO assets (id, external_id, type, status, title, description, original_filename, "
    "mime_type, file_size_bytes, content_hash, master_storage_key, home_collection_id, priority, "
    "created_by, created_at, updated_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)"};
constexpr Statement kMarkProcessing{"assets.mark_processing",
                                    "UPDATE assets SET status = 'processing' WHERE id = $1 AND status = 'uploading'"};
constexpr Statement kMarkFailed{"assets.mark_failed",
                                "UPDATE assets SET status = 'failed', failure_reason = $2 "
                                "WHERE id = $1 AND status IN ('uploading', 'processing')"};

Asset asset_of(const Row& row) {
    Asset asset;
    asset.id = row.get<AssetId>(0);
    asset.external_id = row.get<std::optional<std::string>>(1);
    asset.type = parse_asset_type(row.text(2)).value();
    asset.status = parse_asset_status(row.text(3)).value();
    asset.title = row.get<std::string>(4);
    asset.description = row.get<std::string>(5);
    asset.original_filename = row.get<std::string>(6);
    asset.mime_type = row.get<std::string>(7);
    asset.file_size_bytes = row.get<std::uint64_t>(8);
    if (!row.is_null(9)) asset.content_hash = ContentHash::parse(row.text(9)).value();
    asset.master_storage_key = row.get<std::string>(10);
    asset.failure_reason = row.get<std::optional<std::string>>(11);
    asset.created_by = row.get<UserId>(12);
    asset.created_at = row.get<Timestamp>(13);
    asset.updated_at = row.get<Timestamp>(14);
    asset.edit_version = row.get<std::int64_t>(15);
    asset.version = row.get<std::int64_t>(16);
    asset.home_collection = row.get<std::optional<CollectionId>>(17);
    asset.priority = parse_priority(row.text(18)).value();
    asset.restricted = row.get<bool>(19);
    return asset;
}

/// An array literal of names that need no quotes; NULL for "every one".
template <class Name>
std::optional<std::string> array_or_null(const std::vector<Name>& values) {
    if (values.empty()) return std::nullopt;
    std::string text{"{"};
    for (const auto value : values) text.append(text.size() > 1 ? "," : "").append(name_of(value));
    return text + "}";
}

std::optional<std::string> text_of(const std::optional<ContentHash>& hash) {
    if (!hash) return std::nullopt;
    return hash->to_string();
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

Result<void> one_row(const Rows& rows, std::string_view otherwise) {
    if (rows.affected() == 1) return ok();
    return fail(ErrorKind::Conflict, std::string{otherwise});
}

}  // namespace

Async<Result<void>> insert_asset(Transaction& tx, Asset asset) {
    auto inserted = co_await tx.execute(
        kInsert, asset.id, asset.external_id, name_of(asset.type), name_of(asset.status), asset.title,
        asset.description, asset.original_filename, asset.mime_type, asset.file_size_bytes, text_of(asset.content_hash),
        asset.master_storage_key, asset.home_collection, name_of(asset.priority), asset.created_by, asset.created_at);
    if (!inserted) co_return fail(in_words(std::move(inserted).error()));
    co_return ok();
}

Async<Result<SeenAsset>> find_asset_seen_by(Database& database, Principal who, AssetId id) {
    const auto rows = CO_TRY(co_await database.query(kFindSeen, id, who.user));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such asset");
    SeenAsset seen{asset_of(rows[0]), {}};
    const Standing standing{.granted = Rights::of_bits(rows[0].get<int>(kRightsColumn)),
                            .granted_at_home = Rights::of_bits(rows[0].get<int>(kRightsColumn + 1)),
                            .is_reader = rows[0].get<bool>(kRightsColumn + 2),
                            .is_own = seen.asset.created_by == who.user,
                            .is_restricted = seen.asset.restricted};
    seen.rights = rights_of(who.role, standing);
    if (!seen.rights.has(Right::View)) co_return fail(ErrorKind::NotFound, "there is no such asset");
    co_return seen;
}

Async<Result<std::vector<Asset>>> list_assets_seen_by(Database& database, Principal who, AssetFilter filter,
                                                      std::optional<AssetPosition> after, int limit) {
    const auto types = array_or_null(filter.types);
    const auto statuses = array_or_null(filter.statuses);
    const std::string moment = after ? format_rfc3339(after->created_at) : "infinity";
    const std::string id = after ? after->id.to_string() : "ffffffff-ffff-ffff-ffff-ffffffffffff";
    if (who.role == Role::Admin) {
        const auto rows = CO_TRY(co_await database.query(kPage, types, statuses, limit, moment, id));
        co_return rows.map(asset_of);
    }
    const auto places = CO_TRY(co_await find_places_of(database, who.user));
    const auto& page = places.viewed.size() <= kFewCollections ? kPageOfFew : kPageOfMany;
    const auto rows = CO_TRY(
        co_await database.query(page, types, statuses, limit, moment, id, who.user, places.viewed, places.managed));
    co_return rows.map(asset_of);
}

Async<Result<void>> mark_asset_processing(Transaction& tx, AssetId id) {
    const auto rows = CO_TRY(co_await tx.execute(kMarkProcessing, id));
    co_return one_row(rows, "the asset is no longer being uploaded");
}

Async<Result<void>> mark_asset_failed(Transaction& tx, AssetId id, std::string reason) {
    const auto rows = CO_TRY(co_await tx.execute(kMarkFailed, id, std::move(reason)));
    co_return one_row(rows, "the asset is past the state in which this can fail");
}

}  // namespace acervo
