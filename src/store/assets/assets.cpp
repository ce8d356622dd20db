#include "store/assets/assets.hpp"

namespace acervo {
namespace {

/// The columns of `asset_of`, in its order.
const std::string kColumns =
    "id, external_id, type, status, title, description, original_filename, mime_type, file_size_bytes, content_hash, "
    "master_storage_key, failure_reason, created_by, created_at, updated_at, edit_version, version, "
    "home_collection_id, "
    "priority, restricted";
const std::string kFindSql = "SELECT " + kColumns + " FROM assets WHERE id = $1 AND trashed_at IS NULL";
const std::string kPageSql = "SELECT " + kColumns +
                             " FROM assets WHERE trashed_at IS NULL AND ($1::text[] IS NULL OR type = ANY ($1)) "
                             "AND ($2::text[] IS NULL OR status = ANY ($2)) ";
// The row comparison is one index condition, so that page 20,000 costs what page 1 does.
const std::string kNextPageSql = kPageSql +
                                 "AND (created_at, id) < ($4::timestamptz, $5::uuid) "
                                 "ORDER BY created_at DESC, id DESC LIMIT $3";
const std::string kFirstPageSql = kPageSql + "ORDER BY created_at DESC, id DESC LIMIT $3";

const Statement kFind{"assets.find", kFindSql};
const Statement kFirstPage{"assets.first_page", kFirstPageSql};
const Statement kNextPage{"assets.next_page", kNextPageSql};
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

Async<Result<Asset>> find_asset(Database& database, AssetId id) {
    const auto rows = CO_TRY(co_await database.query(kFind, id));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such asset");
    co_return asset_of(rows[0]);
}

Async<Result<std::vector<Asset>>> list_assets(Database& database, AssetFilter filter,
                                              std::optional<AssetPosition> after, int limit) {
    const auto types = array_or_null(filter.types);
    const auto statuses = array_or_null(filter.statuses);
    const auto rows =
        after ? CO_TRY(co_await database.query(kNextPage, types, statuses, limit, after->created_at, after->id))
              : CO_TRY(co_await database.query(kFirstPage, types, statuses, limit));
    std::vector<Asset> assets;
    assets.reserve(static_cast<std::size_t>(rows.size()));
    for (int i = 0; i < rows.size(); ++i) assets.push_back(asset_of(rows[i]));
    co_return assets;
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
