#include "client/administration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <boost/json.hpp>
#include <cstdio>

#include "client/connection.hpp"
#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"

namespace acervo::client {
namespace {

namespace json = boost::json;
namespace api = http::api;

/// No listing of people or places is longer; a server that goes on for ever is not followed.
constexpr int kMostPages = 1000;

/// Under which a request that creates something creates it once, however often it is sent.
std::string new_key() { return Uuid::make().to_string(); }

template <class List>
std::string names_of(const List& values) {
    std::string text;
    for (const auto value : values) text.append(text.empty() ? "" : ", ").append(name_of(value));
    return text;
}

bool same_name(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// Asks for page after page; `show` gets each answer, and says what the next page's cursor is.
template <class Show>
Async<Result<void>> walk(ApiClient& server, std::string path, Show show) {
    std::optional<std::string> next;
    for (int page = 0; page < kMostPages; ++page) {
        const auto asked = next ? path + "&cursor=" + *next : path;
        const auto answer = CO_TRY(co_await server.call(Method::Get, asked));
        next = CO_TRY(show(answer));
        if (!next) co_return ok();
    }
    co_return fail(ErrorKind::Internal, "the listing does not end");
}

using Next = Result<std::optional<std::string>>;

/// The id of a person given by id or by name.
Async<Result<std::string>> user_id(ApiClient& server, std::string given) {
    if (UserId::parse(given)) co_return given;
    std::string found;
    const auto look = [&](const std::string& answer) -> Next {
        const auto page = api::decode_user_page(answer);
        if (!page) return fail(page.error());
        for (const auto& user : page->users)
            if (same_name(user.username, given)) found = user.user_id.to_string();
        return found.empty() ? page->next : std::nullopt;
    };
    CO_TRY(co_await walk(server, "/api/v1/users?limit=200", look));
    if (found.empty()) co_return fail(ErrorKind::NotFound, fmt::format("there is no user called {}", given));
    co_return found;
}

/// The same for a group.
Async<Result<std::string>> group_id(ApiClient& server, std::string given) {
    if (GroupId::parse(given)) co_return given;
    std::string found;
    const auto look = [&](const std::string& answer) -> Next {
        const auto page = api::decode_group_page(answer);
        if (!page) return fail(page.error());
        for (const auto& group : page->groups)
            if (same_name(group.name, given)) found = group.group_id.to_string();
        return found.empty() ? page->next : std::nullopt;
    };
    CO_TRY(co_await walk(server, "/api/v1/groups?limit=200", look));
    if (found.empty()) co_return fail(ErrorKind::NotFound, fmt::format("there is no group called {}", given));
    co_return found;
}

Async<Result<std::string>> grant_path(ApiClient& server, std::string collection, Grantee grantee) {
    if (grantee.user.empty() == grantee.group.empty()) {
        co_return fail(ErrorKind::InvalidInput, "give either a user or a group");
    }
    const bool is_user = !grantee.user.empty();
    const auto id =
        is_user ? CO_TRY(co_await user_id(server, grantee.user)) : CO_TRY(co_await group_id(server, grantee.group));
    co_return fmt::format("/api/v1/collections/{}/grants/{}/{}", collection, is_user ? "users" : "groups", id);
}

void print_collection(const api::CollectionView& collection) {
    print_line(fmt::format("{:36}  {:30}  {}", collection.collection_id.to_string(), collection.name,
                           names_of(collection.rights)));
}

void print_user(const api::UserView& user) {
    print_line(fmt::format("{:36}  {:8}  {:24}  {}{}", user.user_id.to_string(), name_of(user.role), user.username,
                           user.display_name, user.disabled ? "  (disabled)" : ""));
}

void print_key(const api::Key& key) {
    const auto used = key.last_used_at ? "used " + format_rfc3339(*key.last_used_at) : std::string{"never used"};
    print_line(fmt::format("{:36}  {:24}  {}  {}{}", key.key_id.to_string(), key.name, names_of(key.scopes), used,
                           key.revoked_at ? "  (revoked)" : ""));
}

std::string line_of(const api::AuditEntry& entry) {
    return fmt::format("{:28}  {:36}  {:24}  {} {}  {}", format_rfc3339(entry.created_at),
                       entry.actor_id ? entry.actor_id->to_string() : "-", entry.action, entry.object_type,
                       entry.object_id, entry.details);
}

/// As the server said it, or in words.
template <class Decode, class Print>
Result<void> print_one(const Settings& settings, const std::string& answer, Decode decode, Print print) {
    if (settings.json) {
        print_line(answer);
        return ok();
    }
    const auto value = decode(answer);
    if (!value) return fail(value.error());
    print(*value);
    return ok();
}

/// One call for each; all are tried, the first error is answered at the end.
Async<Result<void>> call_each(ApiClient& server, Method method, std::string folder, std::vector<std::string> ids) {
    std::optional<Error> first;
    for (const auto& id : ids) {
        auto done = co_await server.call(method, folder + "/" + id);
        if (done) continue;
        fmt::print(stderr, "{}: {}\n", id, done.error().message());
        if (!first) first = std::move(done).error();
    }
    if (first) co_return fail(*std::move(first));
    co_return ok();
}

Result<json::object> body_of(const UserOrder& order, bool is_new) {
    json::object body;
    if (is_new) body["username"] = order.user;
    if (!order.role.empty()) body["role"] = order.role;
    if (!order.display_name.empty()) body["display_name"] = order.display_name;
    if (!order.email.empty()) body["email"] = order.email;
    if (order.disabled) body["disabled"] = *order.disabled;
    if (!order.password_file.empty()) {
        // `-` asks for it, as `login` does.
        auto password = password_from(order.password_file == "-" ? "" : order.password_file);
        if (!password) return fail(std::move(password).error());
        body["password"] = password->reveal();
    }
    return body;
}

Async<Result<void>> change_members(Settings settings, Method method, std::string group,
                                   std::vector<std::string> users) {
    auto connection = CO_TRY(co_await connect(settings));
    auto& server = connection->api();
    const auto id = CO_TRY(co_await group_id(server, group));
    std::vector<std::string> ids;
    for (const auto& user : users) ids.push_back(CO_TRY(co_await user_id(server, user)));
    co_return co_await call_each(server, method, "/api/v1/groups/" + id + "/members", std::move(ids));
}

}  // namespace

Async<Result<void>> list_collections(Settings settings, std::string parent) {
    auto connection = CO_TRY(co_await connect(settings));
    auto path = std::string{"/api/v1/collections?limit=200"};
    if (!parent.empty()) path += "&parent_id=" + parent;
    const auto show = [&settings](const std::string& answer) -> Next {
        auto page = api::decode_collection_page(answer);
        if (!page) return fail(page.error());
        if (settings.json) print_line(answer);
        for (const auto& one : page->collections)
            if (!settings.json) print_collection(one);
        return page->next;
    };
    co_return co_await walk(connection->api(), std::move(path), show);
}

Async<Result<void>> create_collection(Settings settings, std::string name, std::string parent) {
    auto connection = CO_TRY(co_await connect(settings));
    json::object body{{"name", name}};
    if (!parent.empty()) body["parent_id"] = parent;
    const auto answer =
        CO_TRY(co_await connection->api().call(Method::Post, "/api/v1/collections", json::serialize(body), new_key()));
    co_return print_one(settings, answer, api::decode_collection_view, print_collection);
}

Async<Result<void>> change_collection(Settings settings, CollectionChange change) {
    auto connection = CO_TRY(co_await connect(settings));
    json::object body;
    if (!change.name.empty()) body["name"] = change.name;
    if (!change.parent.empty()) body["parent_id"] = change.parent;
    if (change.to_top) body["top_level"] = true;
    const auto answer = CO_TRY(
        co_await connection->api().call(Method::Patch, "/api/v1/collections/" + change.id, json::serialize(body)));
    co_return print_one(settings, answer, api::decode_collection_view, print_collection);
}

Async<Result<void>> remove_collection(Settings settings, std::string id) {
    auto connection = CO_TRY(co_await connect(settings));
    CO_TRY(co_await connection->api().call(Method::Delete, "/api/v1/collections/" + id));
    co_return ok();
}

Async<Result<void>> list_grants(Settings settings, std::string collection) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto path = "/api/v1/collections/" + collection + "/grants";
    const auto answer = CO_TRY(co_await connection->api().call(Method::Get, path));
    co_return print_one(settings, answer, api::decode_grant_list, [](const api::GrantList& list) {
        for (const auto& one : list.grants) {
            print_line(fmt::format("{:5}  {:30}  {}", one.user_id ? "user" : "group", one.name, names_of(one.rights)));
        }
    });
}

Async<Result<void>> grant(Settings settings, std::string collection, Grantee to, std::vector<std::string> rights) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto path = CO_TRY(co_await grant_path(connection->api(), std::move(collection), std::move(to)));
    json::array names;
    for (const auto& right : rights) names.emplace_back(right);
    json::object body;
    body["rights"] = std::move(names);
    CO_TRY(co_await connection->api().call(Method::Put, path, json::serialize(body)));
    co_return ok();
}

Async<Result<void>> revoke(Settings settings, std::string collection, Grantee from) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto path = CO_TRY(co_await grant_path(connection->api(), std::move(collection), std::move(from)));
    CO_TRY(co_await connection->api().call(Method::Delete, path));
    co_return ok();
}

Async<Result<void>> link_assets(Settings settings, std::string collection, std::vector<std::string> assets) {
    auto connection = CO_TRY(co_await connect(settings));
    auto folder = "/api/v1/collections/" + collection + "/assets";
    co_return co_await call_each(connection->api(), Method::Put, std::move(folder), std::move(assets));
}

Async<Result<void>> unlink_assets(Settings settings, std::string collection, std::vector<std::string> assets) {
    auto connection = CO_TRY(co_await connect(settings));
    auto folder = "/api/v1/collections/" + collection + "/assets";
    co_return co_await call_each(connection->api(), Method::Delete, std::move(folder), std::move(assets));
}

Async<Result<void>> list_users(Settings settings) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto show = [&settings](const std::string& answer) -> Next {
        auto page = api::decode_user_page(answer);
        if (!page) return fail(page.error());
        if (settings.json) print_line(answer);
        for (const auto& one : page->users)
            if (!settings.json) print_user(one);
        return page->next;
    };
    co_return co_await walk(connection->api(), "/api/v1/users?limit=200", show);
}

Async<Result<void>> create_user(Settings settings, UserOrder order) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto body = CO_TRY(body_of(order, true));
    const auto answer =
        CO_TRY(co_await connection->api().call(Method::Post, "/api/v1/users", json::serialize(body), new_key()));
    co_return print_one(settings, answer, api::decode_user_view, print_user);
}

Async<Result<void>> change_user(Settings settings, UserOrder order) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto id = CO_TRY(co_await user_id(connection->api(), order.user));
    const auto body = CO_TRY(body_of(order, false));
    const auto answer =
        CO_TRY(co_await connection->api().call(Method::Patch, "/api/v1/users/" + id, json::serialize(body)));
    co_return print_one(settings, answer, api::decode_user_view, print_user);
}

Async<Result<void>> create_password_reset(Settings settings, std::string user) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto id = CO_TRY(co_await user_id(connection->api(), std::move(user)));
    const auto answer =
        CO_TRY(co_await connection->api().call(Method::Post, "/api/v1/users/" + id + "/password-reset", {}, new_key()));
    co_return print_one(settings, answer, api::decode_password_reset, [&settings](const api::PasswordReset& made) {
        // Behind the `#`, so that no server and no log ever sees it.
        print_line(fmt::format("{}/reset-password#{}", settings.server, made.token.reveal()));
        fmt::print(stderr, "good once, until {}\n", format_rfc3339(made.expires_at));
    });
}

Async<Result<void>> mail_password_reset(Settings settings, std::string user, std::string language) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto id = CO_TRY(co_await user_id(connection->api(), std::move(user)));
    http::api::MailPasswordReset body;
    body.language = CO_TRY(parse_language(language));
    CO_TRY(co_await connection->api().call(Method::Post, "/api/v1/users/" + id + "/password-reset/mail", encode(body)));
    fmt::print(stderr, "a letter is on its way\n");
    co_return ok();
}

Async<Result<void>> ask_password_reset(Settings settings, std::string login, std::string language) {
    http::api::AskPasswordReset body;
    body.login = std::move(login);
    body.language = CO_TRY(parse_language(language));
    Connection connection{co_await boost::asio::this_coro::executor, settings, Secret{}};
    CO_TRY(co_await connection.api().call(Method::Post, "/api/v1/password-reset/requests", encode(body)));
    fmt::print(stderr, "if there is such an account with an e-mail address, a letter is on its way\n");
    co_return ok();
}

Async<Result<void>> reset_password(Settings settings, std::string link, std::string password_file) {
    const auto mark = link.rfind('#');
    http::api::ResetPassword body;
    body.token = Secret{mark == std::string::npos ? link : link.substr(mark + 1)};
    body.password = CO_TRY(password_from(password_file));
    Connection connection{co_await boost::asio::this_coro::executor, settings, Secret{}};
    CO_TRY(co_await connection.api().call(Method::Post, "/api/v1/password-reset", encode(body)));
    co_return ok();
}

Async<Result<void>> list_groups(Settings settings) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto show = [&settings](const std::string& answer) -> Next {
        auto page = api::decode_group_page(answer);
        if (!page) return fail(page.error());
        if (settings.json) print_line(answer);
        for (const auto& one : page->groups)
            if (!settings.json) print_line(fmt::format("{:36}  {}", one.group_id.to_string(), one.name));
        return page->next;
    };
    co_return co_await walk(connection->api(), "/api/v1/groups?limit=200", show);
}

Async<Result<void>> create_group(Settings settings, std::string name) {
    auto connection = CO_TRY(co_await connect(settings));
    json::object body{{"name", name}};
    const auto answer =
        CO_TRY(co_await connection->api().call(Method::Post, "/api/v1/groups", json::serialize(body), new_key()));
    co_return print_one(settings, answer, api::decode_group, [](const api::Group& group) {
        print_line(fmt::format("{:36}  {}", group.group_id.to_string(), group.name));
    });
}

Async<Result<void>> rename_group(Settings settings, std::string group, std::string name) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto id = CO_TRY(co_await group_id(connection->api(), group));
    json::object body{{"name", name}};
    CO_TRY(co_await connection->api().call(Method::Patch, "/api/v1/groups/" + id, json::serialize(body)));
    co_return ok();
}

Async<Result<void>> remove_group(Settings settings, std::string group) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto id = CO_TRY(co_await group_id(connection->api(), group));
    CO_TRY(co_await connection->api().call(Method::Delete, "/api/v1/groups/" + id));
    co_return ok();
}

Async<Result<void>> list_members(Settings settings, std::string group) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto id = CO_TRY(co_await group_id(connection->api(), group));
    const auto answer = CO_TRY(co_await connection->api().call(Method::Get, "/api/v1/groups/" + id + "/members"));
    co_return print_one(settings, answer, api::decode_user_list, [](const api::UserList& list) {
        for (const auto& user : list.users) print_user(user);
    });
}

Async<Result<void>> list_keys(Settings settings, std::string user) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto id = CO_TRY(co_await user_id(connection->api(), std::move(user)));
    const auto answer = CO_TRY(co_await connection->api().call(Method::Get, "/api/v1/users/" + id + "/keys"));
    co_return print_one(settings, answer, api::decode_key_list, [](const api::KeyList& list) {
        for (const auto& key : list.keys) print_key(key);
    });
}

Async<Result<void>> create_key(Settings settings, KeyOrder order) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto id = CO_TRY(co_await user_id(connection->api(), order.user));
    json::object body;
    body["name"] = order.name;
    body["scopes"] = json::array(order.scopes.begin(), order.scopes.end());
    if (!order.expires_at.empty()) body["expires_at"] = order.expires_at;
    const auto path = "/api/v1/users/" + id + "/keys";
    const auto answer = CO_TRY(co_await connection->api().call(Method::Post, path, json::serialize(body), new_key()));
    co_return print_one(settings, answer, api::decode_created_key,
                        [](const api::CreatedKey& made) { print_line(made.token.reveal()); });
}

Async<Result<void>> revoke_key(Settings settings, std::string user, std::string key) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto id = CO_TRY(co_await user_id(connection->api(), std::move(user)));
    CO_TRY(co_await connection->api().call(Method::Delete, "/api/v1/users/" + id + "/keys/" + key));
    co_return ok();
}

Async<Result<void>> show_audit(Settings settings, AuditQuery query) {
    auto connection = CO_TRY(co_await connect(settings));
    auto& server = connection->api();
    auto path = fmt::format("/api/v1/audit?limit={}", query.all ? 200 : query.limit);
    if (!query.actor.empty()) path += "&actor_id=" + CO_TRY(co_await user_id(server, query.actor));
    for (const auto& [name, value] : {std::pair{"action", query.action}, std::pair{"object_id", query.object_id},
                                      std::pair{"since", query.since}, std::pair{"until", query.until}}) {
        if (!value.empty()) path += fmt::format("&{}={}", name, percent_encoded(value));
    }
    std::optional<std::int64_t> before;
    do {
        const auto asked = before ? fmt::format("{}&before={}", path, *before) : path;
        const auto answer = CO_TRY(co_await server.call(Method::Get, asked));
        const auto page = CO_TRY(api::decode_audit_page(answer));
        for (const auto& entry : page.entries) print_line(settings.json ? encode(entry) : line_of(entry));
        before = page.next;
    } while (query.all && before);
    if (before) fmt::print(stderr, "there are more: raise --limit, or use --all\n");
    co_return ok();
}

Async<Result<void>> add_members(Settings settings, std::string group, std::vector<std::string> users) {
    co_return co_await change_members(std::move(settings), Method::Put, std::move(group), std::move(users));
}

Async<Result<void>> remove_members(Settings settings, std::string group, std::vector<std::string> users) {
    co_return co_await change_members(std::move(settings), Method::Delete, std::move(group), std::move(users));
}

}  // namespace acervo::client
