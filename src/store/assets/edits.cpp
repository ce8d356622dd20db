#include "store/assets/edits.hpp"

#include "store/assets/asset_row.hpp"

namespace acervo {
namespace {

const std::string kLockSql =
    "SELECT " + asset_columns() + " FROM assets WHERE id = $1 AND trashed_at IS NULL FOR NO KEY UPDATE";
const std::string kUpdateSql =
    "UPDATE assets SET title = $2, description = $3, tags = $4, editorial_metadata = $5::jsonb, edited_by = $6, "
    "edited_by_file = $6::uuid IS NULL, edited_at = now() WHERE id = $1 RETURNING " +
    asset_columns();
// The tags of each asset come as the text of an array: there is no array of arrays of different lengths.
constexpr Statement kUpdateMany{
    "assets.update_words_of_many",
    "UPDATE assets a SET title = coalesce(n.title, a.title), description = coalesce(n.description, a.description), "
    "tags = coalesce(n.tags::text[], a.tags), "
    "editorial_metadata = coalesce(n.metadata::jsonb, a.editorial_metadata), edited_by = $6, "
    "edited_by_file = false, edited_at = now() "
    "FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) n (id, title, description, tags, "
    "metadata) "
    "WHERE a.id = n.id RETURNING a.id, a.edit_version"};
const std::string kColumns =
    "edit_version, title, description, tags, editorial_metadata, edited_by, edited_at, edited_by_file";
const std::string kAllSql = "(SELECT " + kColumns +
                            " FROM asset_edits WHERE asset_id = $1 UNION ALL SELECT edit_version, title, description, "
                            "tags, editorial_metadata, edited_by, coalesce(edited_at, created_at), edited_by_file "
                            "FROM assets WHERE id = $1) edits";
const std::string kListSql = "SELECT " + kColumns + " FROM " + kAllSql +
                             " WHERE $2::bigint IS NULL OR edit_version < $2 ORDER BY edit_version DESC LIMIT $3";
const std::string kFindSql = "SELECT " + kColumns + " FROM " + kAllSql + " WHERE edit_version = $2";

// Each edit beside the one before it. What an asset was created with is its uploader's word, but for the name of the
// file that stands in for a title.
constexpr Statement kSaid{
    "asset_edits.said_by_people",
    "WITH edits AS (SELECT edit_version, title, description, tags, editorial_metadata, edited_by_file FROM asset_edits "
    "WHERE asset_id = $1 UNION ALL SELECT edit_version, title, description, tags, editorial_metadata, edited_by_file "
    "FROM assets WHERE id = $1), "
    "steps AS (SELECT edits.*, lag(title) OVER w AS title_before, coalesce(lag(description) OVER w, '') AS "
    "description_before, coalesce(lag(tags) OVER w, '{}') AS tags_before, coalesce(lag(editorial_metadata) OVER w, "
    "'{}') "
    "AS metadata_before FROM edits WINDOW w AS (ORDER BY edit_version)), "
    "said AS (SELECT * FROM steps WHERE NOT edited_by_file) "
    "SELECT EXISTS (SELECT FROM said WHERE CASE WHEN title_before IS NOT NULL THEN title <> title_before "
    "ELSE title NOT IN (SELECT original_filename FROM assets WHERE id = $1 UNION ALL "
    "SELECT original_filename FROM uploads WHERE asset_id = $1 AND original_filename IS NOT NULL) END), "
    "EXISTS (SELECT FROM said WHERE description <> description_before), "
    "EXISTS (SELECT FROM said WHERE tags <> tags_before), "
    "ARRAY(SELECT DISTINCT key FROM said, jsonb_object_keys(editorial_metadata || metadata_before) key "
    "WHERE editorial_metadata -> key IS DISTINCT FROM metadata_before -> key)"};

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
            .is_from_file = row.get<bool>(7),
            .at = row.get<Timestamp>(6)};
}

}  // namespace

Async<Result<Asset>> lock_asset(Transaction& tx, AssetId id) {
    const auto rows = CO_TRY(co_await tx.execute(kLock, id));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such asset");
    co_return asset_of(rows[0]);
}

Async<Result<Asset>> update_words(Transaction& tx, AssetId id, AssetWords words, std::optional<UserId> by) {
    const auto rows = CO_TRY(co_await tx.execute(kUpdate, id, std::move(words.title), std::move(words.description),
                                                 words.tags, std::move(words.editorial_metadata), by));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such asset");
    co_return asset_of(rows[0]);
}

Async<Result<std::map<AssetId, std::int64_t>>> update_words(Transaction& tx, std::vector<NewWords> words, UserId by) {
    std::vector<AssetId> ids;
    std::vector<std::optional<std::string>> titles;
    std::vector<std::optional<std::string>> descriptions;
    std::vector<std::optional<std::string>> tags;
    std::vector<std::optional<std::string>> metadata;
    for (auto& one : words) {
        ids.push_back(one.asset);
        titles.push_back(std::move(one.title));
        descriptions.push_back(std::move(one.description));
        tags.push_back(one.tags ? Parameter{*one.tags}.text() : std::nullopt);
        metadata.push_back(std::move(one.editorial_metadata));
    }
    const auto rows = CO_TRY(co_await tx.execute(kUpdateMany, ids, titles, descriptions, tags, metadata, by));
    std::map<AssetId, std::int64_t> at;
    for (int i = 0; i < rows.size(); ++i) at.emplace(rows[i].get<AssetId>(0), rows[i].get<std::int64_t>(1));
    co_return at;
}

Async<Result<std::vector<AssetEdit>>> list_edits(Database& database, AssetId id, std::optional<std::int64_t> before,
                                                 int limit) {
    const auto rows = CO_TRY(co_await database.query(kList, id, before, limit));
    co_return rows.map(edit_of);
}

Async<Result<SaidByPeople>> find_said_by_people(Transaction& tx, AssetId id) {
    const auto rows = CO_TRY(co_await tx.execute(kSaid, id));
    auto members = rows[0].get<std::vector<std::string>>(3);
    co_return SaidByPeople{.title = rows[0].get<bool>(0),
                           .description = rows[0].get<bool>(1),
                           .tags = rows[0].get<bool>(2),
                           .members = {members.begin(), members.end()}};
}

Async<Result<AssetWords>> find_edit(Transaction& tx, AssetId id, std::int64_t edit_version) {
    const auto rows = CO_TRY(co_await tx.execute(kFind, id, edit_version));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "the asset was never at that edit");
    co_return edit_of(rows[0]).words;
}

}  // namespace acervo
