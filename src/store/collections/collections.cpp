#include "store/collections/collections.hpp"

#include "store/collections/grants_sql.hpp"

namespace acervo {
namespace {

const std::string kColumns = "l.id, l.parent_id, l.name, l.inbox_of, l.created_by, l.created_at";
// $1: the person. What it was granted on a collection and all above it.
const std::string kGranted = "(SELECT coalesce(bit_or(g.rights), 0) FROM collection_ancestors c CROSS JOIN LATERAL " +
                             grants_sql("$1", "c.ancestor_id") + " g WHERE c.collection_id = l.id)";

const std::string kFindSql = "SELECT " + kColumns + ", " + kGranted + " FROM collections l WHERE l.id = $2";
const std::string kListSql = "SELECT * FROM (SELECT " + kColumns + ", " + kGranted +
                             " AS rights FROM collections l WHERE l.parent_id IS NOT DISTINCT FROM $2::uuid "
                             "AND (lower(l.name), l.id) > (lower($3), $4::uuid)) seen WHERE $5::boolean OR rights > 0 "
                             "ORDER BY lower(name), id LIMIT $6";
// A root for this person is what it sees without seeing what is above.
const std::string kListRootsSql =
    "SELECT * FROM (SELECT " + kColumns + ", " + kGranted +
    " AS rights FROM collections l WHERE (lower(l.name), l.id) > (lower($2), $3::uuid) "
    "AND EXISTS (SELECT FROM person_grants g WHERE g.user_id = $1 AND g.collection_id = l.id) "
    "AND NOT EXISTS (SELECT FROM collection_ancestors c JOIN person_grants g ON g.collection_id = c.ancestor_id "
    "AND g.user_id = $1 WHERE c.collection_id = l.id AND c.depth > 0)) seen ORDER BY lower(name), id LIMIT $4";

const Statement kFind{"collections.find", kFindSql};
const Statement kList{"collections.list", kListSql};
const Statement kListRoots{"collections.list_roots", kListRootsSql};
constexpr Statement kPlaces{"collections.places_of",
                            "SELECT c.collection_id, bit_or(g.rights) FROM person_grants g "
                            "JOIN collection_ancestors c ON c.ancestor_id = g.collection_id "
                            "WHERE g.user_id = $1 GROUP BY c.collection_id"};
constexpr Statement kInsert{"collections.insert",
                            "INSERT INTO collections (id, parent_id, name, created_by) VALUES ($1, $2, $3, $4)"};
constexpr Statement kUpdate{"collections.update",
                            "UPDATE collections SET name = $2, parent_id = $3, updated_at = now() "
                            "WHERE id = $1 AND inbox_of IS NULL"};
constexpr Statement kDelete{"collections.delete", "DELETE FROM collections WHERE id = $1 AND inbox_of IS NULL"};
constexpr Statement kLink{"collections.link",
                          "INSERT INTO asset_placements (asset_id, collection_id, created_at) "
                          "SELECT id, $2, created_at FROM assets WHERE id = $1 ON CONFLICT DO NOTHING"};
constexpr Statement kUnlink{"collections.unlink",
                            "DELETE FROM asset_placements p USING assets a WHERE p.asset_id = $1 "
                            "AND p.collection_id = $2 AND a.id = p.asset_id AND a.home_collection_id <> $2"};
constexpr Statement kIsHome{"collections.is_home",
                            "SELECT EXISTS (SELECT FROM assets WHERE id = $1 AND home_collection_id = $2)"};
// Every update counts as a visible change (trigger assets_count_change) and brings the asset to the index again.
constexpr Statement kTouch{"collections.touch_asset", "UPDATE assets SET version = version WHERE id = $1"};

SeenCollection seen_of(const Row& row, Role role) {
    SeenCollection seen;
    seen.collection = Collection{.id = row.get<CollectionId>(0),
                                 .parent = row.get<std::optional<CollectionId>>(1),
                                 .name = row.get<std::string>(2),
                                 .inbox_of = row.get<std::optional<UserId>>(3),
                                 .created_by = row.get<UserId>(4),
                                 .created_at = row.get<Timestamp>(5)};
    seen.rights = role == Role::Admin ? Rights::all() : Rights::of_bits(row.get<int>(6)) & most_of(role);
    return seen;
}

Error no_parent(std::string why) {
    Error error{ErrorKind::InvalidInput, why};
    return std::move(error).with_fields({{"/parent_id", std::move(why)}});
}

/// What a caller can mend, in words that are not the database's.
Error in_words(Error error) {
    if (violates(error, "collections_name_key")) {
        return Error{ErrorKind::Conflict, "there is a collection of that name in the same place"};
    }
    if (violates(error, "collections_no_ring"))
        return Error{ErrorKind::Conflict, "a collection cannot lie below itself"};
    if (violates(error, "collections_not_too_deep")) return no_parent("collections cannot lie that deep");
    if (violates(error, "collections_parent_id_fkey")) return no_parent("there is no such collection");
    return error;
}

}  // namespace

Async<Result<SeenCollection>> find_collection_seen_by(Database& database, Principal who, CollectionId id) {
    const auto rows = CO_TRY(co_await database.query(kFind, who.user, id));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such collection");
    auto seen = seen_of(rows[0], who.role);
    if (seen.rights.empty()) co_return fail(ErrorKind::NotFound, "there is no such collection");
    co_return seen;
}

Async<Result<std::vector<SeenCollection>>> list_collections_seen_by(Database& database, Principal who,
                                                                    std::optional<CollectionId> parent,
                                                                    std::optional<NamePosition> after, int limit) {
    const auto from = after.value_or(NamePosition{});
    const bool is_admin = who.role == Role::Admin;
    const auto rows =
        parent || is_admin
            ? CO_TRY(co_await database.query(kList, who.user, parent, from.name, from.id, is_admin, limit))
            : CO_TRY(co_await database.query(kListRoots, who.user, from.name, from.id, limit));
    co_return rows.map([&who](const Row& row) { return seen_of(row, who.role); });
}

Async<Result<Places>> find_places_of(Database& database, UserId user) {
    const auto rows = CO_TRY(co_await database.query(kPlaces, user));
    Places places;
    for (int i = 0; i < rows.size(); ++i) {
        const auto id = rows[i].get<CollectionId>(0);
        places.viewed.push_back(id);
        const auto rights = Rights::of_bits(rows[i].get<int>(1));
        if (rights.has(Right::Edit)) places.edited.push_back(id);
        if (rights.has(Right::Manage)) places.managed.push_back(id);
    }
    co_return places;
}

Async<Result<void>> insert_collection(Transaction& tx, Collection collection) {
    auto inserted =
        co_await tx.execute(kInsert, collection.id, collection.parent, collection.name, collection.created_by);
    if (!inserted) co_return fail(in_words(std::move(inserted).error()));
    co_return ok();
}

Async<Result<void>> update_collection(Transaction& tx, CollectionId id, std::string name,
                                      std::optional<CollectionId> parent) {
    auto updated = co_await tx.execute(kUpdate, id, std::move(name), parent);
    if (!updated) co_return fail(in_words(std::move(updated).error()));
    if (updated->affected() == 0) co_return fail(ErrorKind::Conflict, "an inbox has its person's name and place");
    co_return ok();
}

Async<Result<void>> delete_collection(Transaction& tx, CollectionId id) {
    auto deleted = co_await tx.execute(kDelete, id);
    if (!deleted && (violates(deleted.error(), "collections_parent_id_fkey") ||
                     violates(deleted.error(), "assets_home_collection_id_fkey") ||
                     violates(deleted.error(), "asset_placements_collection_id_fkey"))) {
        co_return fail(ErrorKind::Conflict, "the collection is not empty");
    }
    if (!deleted) co_return fail(std::move(deleted).error());
    if (deleted->affected() == 0) co_return fail(ErrorKind::Conflict, "an inbox stays as long as its person");
    co_return ok();
}

Async<Result<void>> link_asset(Transaction& tx, AssetId asset, CollectionId collection) {
    const auto linked = CO_TRY(co_await tx.execute(kLink, asset, collection));
    if (linked.affected() > 0) CO_TRY(co_await tx.execute(kTouch, asset));
    co_return ok();
}

Async<Result<void>> unlink_asset(Transaction& tx, AssetId asset, CollectionId collection) {
    const auto unlinked = CO_TRY(co_await tx.execute(kUnlink, asset, collection));
    if (unlinked.affected() > 0) CO_TRY(co_await tx.execute(kTouch, asset));
    if (unlinked.affected() > 0) co_return ok();
    const auto rows = CO_TRY(co_await tx.execute(kIsHome, asset, collection));
    if (rows[0].get<bool>(0)) co_return fail(ErrorKind::Conflict, "an asset is always in its home collection");
    co_return ok();
}

}  // namespace acervo
