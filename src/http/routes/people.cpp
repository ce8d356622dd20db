#include "app/people/people.hpp"

#include "app/identity/api_keys.hpp"
#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"
#include "http/generated/names.hpp"
#include "http/generated/parameters.hpp"
#include "http/routes/answers.hpp"
#include "http/routes/idempotency_key.hpp"
#include "http/routes/routes.hpp"
#include "http/routes/views.hpp"

namespace acervo::http {
namespace {

api::UserView one(const UserEntry& user) { return view_of(user); }
api::UserList list(const std::vector<UserEntry>& users) { return view_of(users); }
api::Group group(const Group& found) {
    return {.group_id = found.id, .name = found.name, .created_at = found.created_at};
}

api::UserPage user_page(const NamedPage<UserEntry>& found) {
    api::UserPage view;
    for (const auto& user : found.things) view.users.push_back(view_of(user));
    view.next = found.next;
    return view;
}

api::GroupPage group_page(const NamedPage<Group>& found) {
    api::GroupPage view;
    for (const auto& one_group : found.things) view.groups.push_back(group(one_group));
    view.next = found.next;
    return view;
}

Async<Response> list_users_route(Identity& identity, Request request, Caller /*caller*/) {
    const auto asked = api::decode_list_users_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(co_await list_user_page(identity.database, asked->cursor, asked->limit), user_page);
}

Async<Response> create_user_route(Identity& identity, Request request, Caller caller) {
    const auto asked = api::decode_create_user_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto order = co_await read_order(request, caller, api::kCreateUser, api::decode_create_user);
    if (!order) co_return problem(order.error());
    const auto& body = order->body;
    NewUser user{.username = body.username,
                 .display_name = body.display_name.value_or(""),
                 .email = body.email,
                 .role = body.role,
                 .password = body.password};
    const auto made = co_await add_user(identity, std::move(caller), std::move(user), order->key);
    co_return created(
        made, one, [](const UserEntry& entry) { return "/api/v1/users/" + entry.profile.principal.user.to_string(); });
}

Async<Response> get_user(Identity& identity, Request request, Caller /*caller*/) {
    const auto asked = api::decode_get_user_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(co_await find_user_entry(identity.database, asked->user_id), one);
}

Async<Response> update_user_route(Identity& identity, Request request, Caller caller) {
    const auto asked = api::decode_update_user_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto body = co_await read_body(request, api::kUpdateUser, api::decode_update_user);
    if (!body) co_return problem(body.error());
    UserOrder order{.display_name = body->display_name,
                    .email = body->email,
                    .role = body->role,
                    .disabled = body->disabled,
                    .password = body->password};
    co_return answer(co_await change_user(identity, std::move(caller), asked->user_id, std::move(order)), one);
}

api::Key key_view(const ApiKey& key) {
    api::Key view;
    view.key_id = key.id;
    view.name = key.name;
    for (std::size_t i = 0; i < std::size(api::kScopeNames); ++i) {
        const auto permission = parse_permission(api::kScopeNames[i]);
        if (permission && key.scopes.has(*permission)) view.scopes.push_back(api::kScopeValues[i]);
    }
    view.created_by = key.created_by;
    view.created_at = key.created_at;
    view.expires_at = key.expires_at;
    view.last_used_at = key.last_used_at;
    view.revoked_at = key.revoked_at;
    return view;
}

api::KeyList key_list(const std::vector<ApiKey>& keys) {
    api::KeyList view;
    for (const auto& key : keys) view.keys.push_back(key_view(key));
    return view;
}

Async<Response> list_keys(Identity& identity, Request request, Caller /*caller*/) {
    const auto asked = api::decode_list_keys_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(co_await show_api_keys(identity, asked->user_id), key_list);
}

Async<Response> create_key(Identity& identity, Request request, Caller caller) {
    const auto asked = api::decode_create_key_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto order = co_await read_order(request, caller, api::kCreateKey, api::decode_create_key);
    if (!order) co_return problem(order.error());
    const auto& body = order->body;
    NewApiKey key{.user = asked->user_id, .name = body.name, .scopes = {}, .expires_at = body.expires_at};
    for (const auto scope : body.scopes) key.scopes.insert(parse_permission(name_of(scope)).value());
    const auto made = co_await make_api_key(identity, std::move(caller), std::move(key), order->key);
    if (!made) co_return problem(made.error());
    api::CreatedKey view;
    view.key = key_view(made->key);
    view.token = made->token;
    auto response = private_json_response(201, encode(view));
    response.headers.set("Location",
                         "/api/v1/users/" + made->key.user.to_string() + "/keys/" + made->key.id.to_string());
    co_return response;
}

Async<Response> revoke_key_route(Identity& identity, Request request, Caller caller) {
    const auto asked = api::decode_revoke_key_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return done(co_await revoke_key(identity, std::move(caller), asked->user_id, asked->key_id));
}

Async<Response> list_groups_route(Identity& identity, Request request, Caller /*caller*/) {
    const auto asked = api::decode_list_groups_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(co_await list_group_page(identity.database, asked->cursor, asked->limit), group_page);
}

Async<Response> create_group(Identity& identity, Request request, Caller caller) {
    const auto asked = api::decode_create_group_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto order = co_await read_order(request, caller, api::kCreateGroup, api::decode_create_group);
    if (!order) co_return problem(order.error());
    const auto made = co_await add_group(identity.database, std::move(caller), order->body.name, order->key);
    co_return created(made, group, [](const Group& entry) { return "/api/v1/groups/" + entry.id.to_string(); });
}

Async<Response> update_group(Identity& identity, Request request, Caller caller) {
    const auto asked = api::decode_update_group_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto body = co_await read_body(request, api::kUpdateGroup, api::decode_create_group);
    if (!body) co_return problem(body.error());
    co_return answer(co_await change_group(identity.database, std::move(caller), asked->group_id, body->name), group);
}

Async<Response> delete_group_route(Identity& identity, Request request, Caller caller) {
    const auto asked = api::decode_delete_group_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return done(co_await remove_group(identity.database, std::move(caller), asked->group_id));
}

Async<Response> list_members_route(Identity& identity, Request request, Caller /*caller*/) {
    const auto asked = api::decode_list_members_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(co_await show_members(identity.database, asked->group_id), list);
}

Async<Response> put_member_route(Identity& identity, Request request, Caller caller) {
    const auto asked = api::decode_put_member_parameters(request);
    if (!asked) co_return problem(asked.error());
    const Membership membership{.group = asked->group_id, .user = asked->user_id};
    co_return done(co_await add_member(identity.database, std::move(caller), membership));
}

Async<Response> delete_member_route(Identity& identity, Request request, Caller caller) {
    const auto asked = api::decode_delete_member_parameters(request);
    if (!asked) co_return problem(asked.error());
    const Membership membership{.group = asked->group_id, .user = asked->user_id};
    co_return done(co_await remove_member(identity.database, std::move(caller), membership));
}

}  // namespace

void add_people_routes(Router& router, Identity& identity) {
    const auto add = routes_on(router, identity, identity);
    add(api::kListUsers, list_users_route);
    add(api::kCreateUser, create_user_route);
    add(api::kGetUser, get_user);
    add(api::kUpdateUser, update_user_route);
    add(api::kListKeys, list_keys);
    add(api::kCreateKey, create_key);
    add(api::kRevokeKey, revoke_key_route);
    add(api::kListGroups, list_groups_route);
    add(api::kCreateGroup, create_group);
    add(api::kUpdateGroup, update_group);
    add(api::kDeleteGroup, delete_group_route);
    add(api::kListMembers, list_members_route);
    add(api::kPutMember, put_member_route);
    add(api::kDeleteMember, delete_member_route);
}

}  // namespace acervo::http
