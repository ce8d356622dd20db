#include "app/collections/collections.hpp"

#include "app/access/access.hpp"
#include "app/access/made_once.hpp"

namespace acervo {
namespace {

Result<void> require_administrator(const Caller& caller) {
    if (caller.principal.role == Role::Admin) return ok();
    return fail(ErrorKind::Forbidden, "only administrators change what is at the top");
}

AuditDetails named(const Grantee& grantee) {
    if (const auto* user = std::get_if<UserId>(&grantee)) return {{"user_id", user->to_string()}};
    return {{"group_id", std::get<GroupId>(grantee).to_string()}};
}

std::string text_of(Rights rights) {
    std::string text;
    for (const auto right : rights.list()) text.append(text.empty() ? "" : ",").append(name_of(right));
    return text;
}

}  // namespace

Async<Result<SeenCollection>> show_collection(Database& database, Caller caller, CollectionId id) {
    co_return co_await find_collection_seen_by(database, std::move(caller.principal), id);
}

Async<Result<NamedPage<SeenCollection>>> list_collection_page(Database& database, Caller caller,
                                                              CollectionListing listing) {
    const auto after = CO_TRY(read_name_cursor(listing.cursor));
    auto found =
        CO_TRY(co_await list_collections_seen_by(database, caller.principal, listing.parent, after, listing.limit + 1));
    co_return named_page(std::move(found), listing.limit, [](const SeenCollection& seen) {
        return NamePosition{.name = seen.collection.name, .id = seen.collection.id.uuid()};
    });
}

Async<Result<SeenCollection>> create_collection(Database& database, Caller caller, NewCollection order,
                                                std::optional<IdempotencyKey> key) {
    if (order.parent) {
        CO_TRY(co_await collection_for(database, caller, *order.parent, Right::Manage));
    } else {
        CO_TRY(require_administrator(caller));
    }
    const Collection collection{.id = CollectionId::make(),
                                .parent = order.parent,
                                .name = std::move(order.name),
                                .created_by = caller.principal.user};
    const auto insert = [collection](Transaction& tx) { return insert_collection(tx, collection); };
    Making<CollectionId> making{
        .id = collection.id,
        .line = audit_line(caller, "collection.create", "collection", collection.id, {{"name", collection.name}}),
        .key = std::move(key)};
    const auto made = CO_TRY(co_await made_once(database, std::move(making), insert));
    co_return co_await find_collection_seen_by(database, caller.principal, made.id);
}

Async<Result<SeenCollection>> change_collection(Database& database, Caller caller, CollectionId id,
                                                CollectionChange change) {
    const auto now = CO_TRY(co_await collection_for(database, caller, id, Right::Manage));
    if (change.parent && change.to_top) {
        Error both{ErrorKind::InvalidInput, "a collection goes below another or to the top"};
        co_return fail(std::move(both).with_fields({{"/top_level", "excludes parent_id"}}));
    }
    if (change.parent) CO_TRY(co_await collection_for(database, caller, *change.parent, Right::Manage));
    if (change.to_top) CO_TRY(require_administrator(caller));
    const auto name = change.name.value_or(now.name);
    const auto parent = change.to_top ? std::nullopt : change.parent ? change.parent : now.parent;
    const auto update = [id, name, parent](Transaction& tx) { return update_collection(tx, id, name, parent); };
    auto line = audit_line(caller, "collection.update", "collection", id, {{"name", name}});
    CO_TRY(co_await audited(database, std::move(line), update));
    co_return co_await find_collection_seen_by(database, caller.principal, id);
}

Async<Result<void>> remove_collection(Database& database, Caller caller, CollectionId id) {
    CO_TRY(co_await collection_for(database, caller, id, Right::Manage));
    const auto remove = [id](Transaction& tx) { return delete_collection(tx, id); };
    auto line = audit_line(caller, "collection.delete", "collection", id);
    co_return co_await audited(database, std::move(line), remove);
}

Async<Result<std::vector<Grant>>> show_grants(Database& database, Caller caller, CollectionId id) {
    CO_TRY(co_await collection_for(database, caller, id, Right::Manage));
    co_return co_await list_grants(database, id);
}

Async<Result<void>> give_rights(Database& database, Caller caller, CollectionId id, Grant grant) {
    CO_TRY(co_await collection_for(database, caller, id, Right::Manage));
    auto details = named(grant.to);
    details.emplace_back("rights", text_of(grant.rights));
    auto line = audit_line(caller, "collection.grant", "collection", id, details);
    const auto put = [id, grant, by = caller.principal.user](Transaction& tx) { return put_grant(tx, id, grant, by); };
    co_return co_await audited(database, std::move(line), put);
}

Async<Result<void>> take_rights(Database& database, Caller caller, CollectionId id, Grantee from) {
    CO_TRY(co_await collection_for(database, caller, id, Right::Manage));
    auto line = audit_line(caller, "collection.revoke", "collection", id, named(from));
    const auto remove = [id, from](Transaction& tx) { return delete_grant(tx, id, from); };
    co_return co_await audited(database, std::move(line), remove);
}

Async<Result<void>> place_asset(Database& database, Caller caller, Placement placement) {
    CO_TRY(co_await collection_for(database, caller, placement.collection, Right::Edit));
    // A link is a grant: who has rights there has them on the asset from now on, the caller among them.
    CO_TRY(co_await asset_for(database, caller, placement.asset, Right::Manage));
    auto line = audit_line(caller, "asset.link", "asset", placement.asset,
                           {{"collection_id", placement.collection.to_string()}});
    const auto link = [placement](Transaction& tx) { return link_asset(tx, placement.asset, placement.collection); };
    co_return co_await audited(database, std::move(line), link);
}

Async<Result<void>> take_asset_out(Database& database, Caller caller, Placement placement) {
    CO_TRY(co_await collection_for(database, caller, placement.collection, Right::Edit));
    CO_TRY(co_await asset_for(database, caller, placement.asset, Right::Edit));
    auto line = audit_line(caller, "asset.unlink", "asset", placement.asset,
                           {{"collection_id", placement.collection.to_string()}});
    const auto unlink = [placement](Transaction& tx) {
        return unlink_asset(tx, placement.asset, placement.collection);
    };
    co_return co_await audited(database, std::move(line), unlink);
}

Async<Result<std::vector<UserEntry>>> show_readers(Database& database, Caller caller, AssetId asset) {
    CO_TRY(co_await asset_for(database, std::move(caller), asset, Right::Manage));
    co_return co_await list_readers(database, asset);
}

Async<Result<void>> name_reader(Database& database, Caller caller, Reading reading) {
    CO_TRY(co_await asset_for(database, caller, reading.asset, Right::Manage));
    auto line =
        audit_line(caller, "asset.reader_add", "asset", reading.asset, {{"user_id", reading.reader.to_string()}});
    const auto put = [reading, by = caller.principal.user](Transaction& tx) {
        return put_reader(tx, reading.asset, reading.reader, by);
    };
    co_return co_await audited(database, std::move(line), put);
}

Async<Result<void>> unname_reader(Database& database, Caller caller, Reading reading) {
    CO_TRY(co_await asset_for(database, caller, reading.asset, Right::Manage));
    auto line =
        audit_line(caller, "asset.reader_remove", "asset", reading.asset, {{"user_id", reading.reader.to_string()}});
    const auto remove = [reading](Transaction& tx) { return delete_reader(tx, reading.asset, reading.reader); };
    co_return co_await audited(database, std::move(line), remove);
}

}  // namespace acervo
