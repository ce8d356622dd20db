#include "app/collections/collections.hpp"

#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"
#include "http/generated/parameters.hpp"
#include "http/routes/answers.hpp"
#include "http/routes/idempotency_key.hpp"
#include "http/routes/routes.hpp"
#include "http/routes/views.hpp"

namespace acervo::http {
namespace {

api::CollectionView one(const SeenCollection& seen) { return view_of(seen); }
api::UserList people(const std::vector<UserEntry>& users) { return view_of(users); }

api::CollectionPage page(const NamedPage<SeenCollection>& found) {
    api::CollectionPage view;
    for (const auto& seen : found.things) view.collections.push_back(view_of(seen));
    view.next = found.next;
    return view;
}

api::GrantList grants(const std::vector<Grant>& found) {
    api::GrantList view;
    for (const auto& grant : found) {
        api::Grant shown;
        if (const auto* user = std::get_if<UserId>(&grant.to)) shown.user_id = *user;
        if (const auto* group = std::get_if<GroupId>(&grant.to)) shown.group_id = *group;
        shown.name = grant.name;
        shown.rights = grant.rights.list();
        view.grants.push_back(std::move(shown));
    }
    return view;
}

Async<Response> list_collections(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_list_collections_parameters(request);
    if (!asked) co_return problem(asked.error());
    CollectionListing listing{.parent = asked->parent_id, .cursor = asked->cursor, .limit = asked->limit};
    co_return answer(co_await list_collection_page(database, std::move(caller), std::move(listing)), page);
}

Async<Response> get_collection(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_get_collection_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(co_await show_collection(database, std::move(caller), asked->collection_id), one);
}

Async<Response> create_collection_route(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_create_collection_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto order = co_await read_order(request, caller, api::kCreateCollection, api::decode_create_collection);
    if (!order) co_return problem(order.error());
    NewCollection collection{.name = order->body.name, .parent = order->body.parent_id};
    const auto made = co_await create_collection(database, std::move(caller), std::move(collection), order->key);
    co_return created(
        made, one, [](const SeenCollection& seen) { return "/api/v1/collections/" + seen.collection.id.to_string(); });
}

Async<Response> update_collection_route(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_update_collection_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto body = co_await read_body(request, api::kUpdateCollection, api::decode_update_collection);
    if (!body) co_return problem(body.error());
    CollectionChange change{.name = body->name, .parent = body->parent_id, .to_top = body->top_level};
    co_return answer(co_await change_collection(database, std::move(caller), asked->collection_id, std::move(change)),
                     one);
}

Async<Response> delete_collection_route(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_delete_collection_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return done(co_await remove_collection(database, std::move(caller), asked->collection_id));
}

Async<Response> list_grants_route(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_list_grants_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(co_await show_grants(database, std::move(caller), asked->collection_id), grants);
}

Async<Response> put_grant(Database& database, Caller caller, CollectionId collection, Grantee to,
                          Result<api::PutGrant> body) {
    if (!body) co_return problem(body.error());
    Grant grant{.to = to, .name = {}, .rights = {}};
    for (const auto right : body->rights) grant.rights = grant.rights | right;
    co_return done(co_await give_rights(database, std::move(caller), collection, std::move(grant)));
}

Async<Response> put_user_grant(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_put_user_grant_parameters(request);
    if (!asked) co_return problem(asked.error());
    auto body = co_await read_body(request, api::kPutUserGrant, api::decode_put_grant);
    co_return co_await put_grant(database, std::move(caller), asked->collection_id, asked->user_id, std::move(body));
}

Async<Response> put_group_grant(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_put_group_grant_parameters(request);
    if (!asked) co_return problem(asked.error());
    auto body = co_await read_body(request, api::kPutGroupGrant, api::decode_put_grant);
    co_return co_await put_grant(database, std::move(caller), asked->collection_id, asked->group_id, std::move(body));
}

Async<Response> delete_user_grant(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_delete_user_grant_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return done(co_await take_rights(database, std::move(caller), asked->collection_id, asked->user_id));
}

Async<Response> delete_group_grant(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_delete_group_grant_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return done(co_await take_rights(database, std::move(caller), asked->collection_id, asked->group_id));
}

Async<Response> link_asset_route(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_link_asset_parameters(request);
    if (!asked) co_return problem(asked.error());
    const Placement placement{.asset = asked->asset_id, .collection = asked->collection_id};
    co_return done(co_await place_asset(database, std::move(caller), placement));
}

Async<Response> unlink_asset_route(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_unlink_asset_parameters(request);
    if (!asked) co_return problem(asked.error());
    const Placement placement{.asset = asked->asset_id, .collection = asked->collection_id};
    co_return done(co_await take_asset_out(database, std::move(caller), placement));
}

Async<Response> list_readers_route(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_list_readers_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(co_await show_readers(database, std::move(caller), asked->asset_id), people);
}

Async<Response> put_reader_route(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_put_reader_parameters(request);
    if (!asked) co_return problem(asked.error());
    const Reading reading{.asset = asked->asset_id, .reader = asked->user_id};
    co_return done(co_await name_reader(database, std::move(caller), reading));
}

Async<Response> delete_reader_route(Database& database, Request request, Caller caller) {
    const auto asked = api::decode_delete_reader_parameters(request);
    if (!asked) co_return problem(asked.error());
    const Reading reading{.asset = asked->asset_id, .reader = asked->user_id};
    co_return done(co_await unname_reader(database, std::move(caller), reading));
}

}  // namespace

void add_collection_routes(Router& router, Identity& identity, Database& database) {
    const auto add = routes_on(router, identity, database);
    add(api::kListCollections, list_collections);
    add(api::kCreateCollection, create_collection_route);
    add(api::kGetCollection, get_collection);
    add(api::kUpdateCollection, update_collection_route);
    add(api::kDeleteCollection, delete_collection_route);
    add(api::kListGrants, list_grants_route);
    add(api::kPutUserGrant, put_user_grant);
    add(api::kDeleteUserGrant, delete_user_grant);
    add(api::kPutGroupGrant, put_group_grant);
    add(api::kDeleteGroupGrant, delete_group_grant);
    add(api::kLinkAsset, link_asset_route);
    add(api::kUnlinkAsset, unlink_asset_route);
    add(api::kListReaders, list_readers_route);
    add(api::kPutReader, put_reader_route);
    add(api::kDeleteReader, delete_reader_route);
}

}  // namespace acervo::http
