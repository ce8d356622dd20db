#include "store/collections/grants.hpp"

namespace acervo {
namespace {

constexpr Statement kList{
    "collection_grants.list",
    "SELECT g.user_id, g.group_id, coalesce(u.username, o.name), g.rights FROM collection_grants g "
    "LEFT JOIN users u ON u.id = g.user_id LEFT JOIN groups o ON o.id = g.group_id "
    "WHERE g.collection_id = $1 ORDER BY lower(coalesce(u.username, o.name)), g.user_id"};
constexpr Statement kPutToUser{"collection_grants.put_to_user",
                               "INSERT INTO collection_grants (collection_id, user_id, rights, granted_by) "
                               "VALUES ($1, $2, $3, $4) ON CONFLICT (user_id, collection_id) WHERE user_id IS NOT NULL "
                               "DO UPDATE SET rights = EXCLUDED.rights, granted_by = EXCLUDED.granted_by"};
constexpr Statement kPutToGroup{"collection_grants.put_to_group",
                                "INSERT INTO collection_grants (collection_id, group_id, rights, granted_by) "
                                "VALUES ($1, $2, $3, $4) ON CONFLICT (group_id, collection_id) "
                                "WHERE group_id IS NOT NULL "
                                "DO UPDATE SET rights = EXCLUDED.rights, granted_by = EXCLUDED.granted_by"};
constexpr Statement kDeleteOfUser{"collection_grants.delete_of_user",
                                  "DELETE FROM collection_grants WHERE collection_id = $1 AND user_id = $2"};
constexpr Statement kDeleteOfGroup{"collection_grants.delete_of_group",
                                   "DELETE FROM collection_grants WHERE collection_id = $1 AND group_id = $2"};
constexpr Statement kPutReader{"asset_readers.put",
                               "INSERT INTO asset_readers (asset_id, user_id, named_by, created_at) "
                               "SELECT id, $2, $3, created_at FROM assets WHERE id = $1 ON CONFLICT DO NOTHING"};
constexpr Statement kDeleteReader{"asset_readers.delete",
                                  "DELETE FROM asset_readers WHERE asset_id = $1 AND user_id = $2"};

Grant grant_of(const Row& row) {
    const Grantee to = row.is_null(0) ? Grantee{row.get<GroupId>(1)} : Grantee{row.get<UserId>(0)};
    return {to, row.get<std::string>(2), Rights::of_bits(row.get<int>(3))};
}

Error in_words(Error error) {
    if (violates(error, "collection_grants_user_id_fkey") || violates(error, "asset_readers_user_id_fkey")) {
        return Error{ErrorKind::NotFound, "there is no such user"};
    }
    if (violates(error, "collection_grants_group_id_fkey")) return Error{ErrorKind::NotFound, "there is no such group"};
    if (violates(error, "collection_grants_collection_id_fkey")) {
        return Error{ErrorKind::NotFound, "there is no such collection"};
    }
    return error;
}

Result<void> done(Result<Rows> rows) {
    if (!rows) return fail(in_words(std::move(rows).error()));
    return ok();
}

}  // namespace

Async<Result<std::vector<Grant>>> list_grants(Database& database, CollectionId collection) {
    const auto rows = CO_TRY(co_await database.query(kList, collection));
    co_return rows.map(grant_of);
}

Async<Result<void>> put_grant(Transaction& tx, CollectionId collection, Grant grant, UserId granted_by) {
    const int rights = grant.rights.bits();
    if (const auto* user = std::get_if<UserId>(&grant.to))
        co_return done(co_await tx.execute(kPutToUser, collection, *user, rights, granted_by));
    co_return done(co_await tx.execute(kPutToGroup, collection, std::get<GroupId>(grant.to), rights, granted_by));
}

Async<Result<void>> delete_grant(Transaction& tx, CollectionId collection, Grantee from) {
    if (const auto* user = std::get_if<UserId>(&from))
        co_return done(co_await tx.execute(kDeleteOfUser, collection, *user));
    co_return done(co_await tx.execute(kDeleteOfGroup, collection, std::get<GroupId>(from)));
}

Async<Result<void>> put_reader(Transaction& tx, AssetId asset, UserId reader, UserId named_by) {
    co_return done(co_await tx.execute(kPutReader, asset, reader, named_by));
}

Async<Result<void>> delete_reader(Transaction& tx, AssetId asset, UserId reader) {
    co_return done(co_await tx.execute(kDeleteReader, asset, reader));
}

}  // namespace acervo
