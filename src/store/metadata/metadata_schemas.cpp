#include "store/metadata/metadata_schemas.hpp"

namespace acervo {
namespace {

constexpr Statement kFind{"metadata_schemas.find",
                          "SELECT revision, fields FROM metadata_schemas WHERE asset_type = $1 "
                          "ORDER BY revision DESC LIMIT 1"};
// In statements of their own: what is read after the wait is what was committed meanwhile.
constexpr Statement kHold{"metadata_schemas.hold", "SELECT pg_advisory_xact_lock_shared(hashtext('metadata_schemas'))"};
constexpr Statement kLock{"metadata_schemas.lock", "SELECT pg_advisory_xact_lock(hashtext('metadata_schemas'))"};
constexpr Statement kInsert{"metadata_schemas.insert",
                            "INSERT INTO metadata_schemas (asset_type, revision, fields, changed_by) "
                            "VALUES ($1, $2, $3::jsonb, $4)"};
constexpr Statement kList{"assets.list_metadata",
                          "SELECT id, title, editorial_metadata FROM assets WHERE type = $1 AND trashed_at IS NULL "
                          "AND id > $2 ORDER BY id LIMIT $3"};
constexpr Statement kListSince{"assets.list_metadata_since",
                               "SELECT id, title, editorial_metadata FROM assets WHERE type = $1 "
                               "AND trashed_at IS NULL AND updated_at >= $2"};
constexpr Statement kNow{"database.now", "SELECT clock_timestamp()"};

StoredSchema schema_of(const Row& row) {
    return {.revision = row.get<std::int64_t>(0), .fields = row.get<std::optional<std::string>>(1)};
}

AssetMetadata metadata_of(const Row& row) {
    return {.id = row.get<AssetId>(0), .title = row.get<std::string>(1), .editorial_metadata = row.get<std::string>(2)};
}

}  // namespace

Async<Result<StoredSchema>> find_metadata_schema(Database& database, AssetType type) {
    const auto rows = CO_TRY(co_await database.query(kFind, name_of(type)));
    co_return schema_of(rows[0]);
}

Async<Result<StoredSchema>> hold_metadata_schema(Transaction& tx, AssetType type) {
    CO_TRY(co_await tx.execute(kHold));
    const auto rows = CO_TRY(co_await tx.execute(kFind, name_of(type)));
    co_return schema_of(rows[0]);
}

Async<Result<StoredSchema>> lock_metadata_schema(Transaction& tx, AssetType type) {
    CO_TRY(co_await tx.execute(kLock));
    const auto rows = CO_TRY(co_await tx.execute(kFind, name_of(type)));
    co_return schema_of(rows[0]);
}

Async<Result<void>> insert_metadata_schema(Transaction& tx, AssetType type, StoredSchema schema, UserId by) {
    CO_TRY(co_await tx.execute(kInsert, name_of(type), schema.revision, std::move(schema.fields), by));
    co_return ok();
}

Async<Result<std::vector<AssetMetadata>>> list_metadata(Database& database, AssetType type, AssetId after, int limit) {
    const auto rows = CO_TRY(co_await database.query(kList, name_of(type), after, limit));
    co_return rows.map(metadata_of);
}

Async<Result<std::vector<AssetMetadata>>> list_metadata_since(Transaction& tx, AssetType type, Timestamp since) {
    const auto rows = CO_TRY(co_await tx.execute(kListSince, name_of(type), since));
    co_return rows.map(metadata_of);
}

Async<Result<Timestamp>> database_time(Database& database) {
    const auto rows = CO_TRY(co_await database.query(kNow));
    co_return rows[0].get<Timestamp>(0);
}

}  // namespace acervo
