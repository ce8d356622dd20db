#include "store/assets/edits.hpp"

#include "store/assets/asset_row.hpp"

namespace acervo {
namespace {

const std::string kLockSql =
    "SELECT " + asset_columns() + " FROM assets WHERE id = $1 AND trashed_at IS NULL FOR NO KEY UPDATE";
const std::string kUpdateSql =
    "UPDATE assets SET title = $2, description = $3, tags = $4, editorial_metadata = $5::jsonb, edited_by = $6, "
    "edited_at = now() WHERE id = $1 RETURNING " +
    asset_columns();
const std::string kColumns = "edit_version, title, description, tags, editorial_metadata, edited_by, edited_at";
const std::string kAllSql = "(SELECT " + kColumns +
                            " FROM asset_edits WHERE asset_id = $1 UNION ALL SELECT edit_version, title, description, "
                            "tags, editorial_metadata, edited_by, coalesce(edited_at, created_at) "
                            "FROM assets WHERE id = $1) edits";
const std::string kListSql = "SELECT " + kColumns + " FROM " + kAllSql +
                             " WHERE $2::bigint IS NULL OR edit_version < $2 ORDER BY edit_version DESC LIMIT $3";
const std::string kFindSql = "SELECT " + kColumns + " FROM " + kAllSql + " WHERE edit_version = $2";

const Statement kLock{"assets.lock", kLockSql};
const Statement kUpdate{"assets.update_words", kUpdateSql};
const Statement kList{"asset_edits.list", kListSql};
const Statement kFind{"asset_edits.find", kFindSql};

AssetEdit edit_of(const Row& row) {
    return {.edit_version = row.get<std::int64_t>(0),
            .words = {.title = row.get<std::string>(1),
                      .description = row.get<std::string>(2),
                      .tags = row.get<std::vector<std::string>>(3),
                      .editorial_metadata = row.get<std::string>(4)},
            .by = row.get<std::optional<UserId>>(5),
            .at = row.get<Timestamp>(6)};
}

}  // namespace

Async<Result<Asset>> lock_asset(Transaction& tx, AssetId id) {
    const auto rows = CO_TRY(co_await tx.execute(kLock, id));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such asset");
    co_return asset_of(rows[0]);
}

Async<Result<Asset>> update_words(Transaction& tx, AssetId id, AssetWords words, UserId by) {
    const auto rows = CO_TRY(co_await tx.execute(kUpdate, id, std::move(words.title), std::move(words.description),
                                                 words.tags, std::move(words.editorial_metadata), by));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such asset");
    co_return asset_of(rows[0]);
}

Async<Result<std::vector<AssetEdit>>> list_edits(Database& database, AssetId id, std::optional<std::int64_t> before,
                                                 int limit) {
    const auto rows = CO_TRY(co_await database.query(kList, id, before, limit));
    co_return rows.map(edit_of);
}

Async<Result<AssetWords>> find_edit(Transaction& tx, AssetId id, std::int64_t edit_version) {
    const auto rows = CO_TRY(co_await tx.execute(kFind, id, edit_version));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "the asset was never at that edit");
    co_return edit_of(rows[0]).words;
}

}  // namespace acervo
