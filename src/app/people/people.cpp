#include "app/people/people.hpp"

#include "app/access/made_once.hpp"
#include "app/identity/password.hpp"

namespace acervo {
namespace {

Async<Result<Secret>> hashed(Identity& identity, Secret password) {
    const auto hash = [password] { return hash_password(password); };
    co_return co_await identity.password_pool.run(hash);
}

/// The key of a request that holds a password: its stored hash must cost as much to guess from as a password's own.
Async<Result<IdempotencyKey>> without_password(Identity& identity, IdempotencyKey key) {
    const auto salt = key.owner.to_string() + key.key;
    const auto hash = [request = Secret{key.request_hash}, salt] { return fingerprint_of_secret(request, salt); };
    key.request_hash = CO_TRY(co_await identity.password_pool.run(hash));
    co_return key;
}

/// What changed; of a password only that it did.
AuditDetails details_of(const UserOrder& order) {
    AuditDetails details;
    if (order.display_name) details.emplace_back("display_name", *order.display_name);
    if (order.email) details.emplace_back("email", *order.email);
    if (order.role) details.emplace_back("role", name_of(*order.role));
    if (order.disabled) details.emplace_back("disabled", *order.disabled ? "true" : "false");
    if (order.password) details.emplace_back("password", "changed");
    return details;
}

/// The tokens of the sessions that the change ended.
Async<Result<void>> write(Transaction& tx, UserId id, UserChange change, std::vector<std::string>* ended) {
    const bool ends_sessions = change.role || change.password_hash || change.disabled.value_or(false);
    CO_TRY(co_await update_user(tx, id, std::move(change)));
    if (ends_sessions) *ended = CO_TRY(co_await revoke_sessions_of(tx, id));
    co_return ok();
}

}  // namespace

Async<Result<UserEntry>> add_user(Identity& identity, Caller caller, NewUser user, std::optional<IdempotencyKey> key) {
    UserRecord record;
    record.profile.principal = {.user = UserId::make(), .username = user.username, .role = user.role};
    record.profile.display_name = user.display_name;
    record.profile.email = user.email;
    if (user.password) {
        record.password_hash = CO_TRY(co_await hashed(identity, *user.password));
        if (key) key = CO_TRY(co_await without_password(identity, *std::move(key)));
    }
    const auto id = record.profile.principal.user;
    Making<UserId> making{.id = id,
                          .line = audit_line(caller, "user.create", "user", id,
                                             {{"username", user.username}, {"role", std::string{name_of(user.role)}}}),
                          .key = std::move(key)};
    const auto insert = [record](Transaction& tx) { return insert_user(tx, record); };
    const auto made = CO_TRY(co_await made_once(identity.database, std::move(making), insert));
    co_return co_await find_user_entry(identity.database, made.id);
}

Async<Result<UserEntry>> change_user(Identity& identity, Caller caller, UserId id, UserOrder order) {
    UserChange change{.display_name = order.display_name,
                      .email = order.email,
                      .role = order.role,
                      .disabled = order.disabled,
                      .password_hash = std::nullopt};
    if (order.password) change.password_hash = CO_TRY(co_await hashed(identity, *order.password));
    std::vector<std::string> ended;
    const auto update = [id, change, &ended](Transaction& tx) { return write(tx, id, change, &ended); };
    auto line = audit_line(caller, "user.update", "user", id, details_of(order));
    CO_TRY(co_await audited(identity.database, std::move(line), update));
    co_await mark_signed_out(identity, std::move(ended));
    co_return co_await find_user_entry(identity.database, id);
}

Async<Result<NamedPage<UserEntry>>> list_user_page(Database& database, std::optional<std::string> cursor, int limit) {
    const auto after = CO_TRY(read_name_cursor(cursor));
    auto users = CO_TRY(co_await list_users(database, after, limit + 1));
    co_return named_page(std::move(users), limit, [](const UserEntry& user) {
        const auto& principal = user.profile.principal;
        return NamePosition{.name = principal.username, .id = principal.user.uuid()};
    });
}

Async<Result<NamedPage<Group>>> list_group_page(Database& database, std::optional<std::string> cursor, int limit) {
    const auto after = CO_TRY(read_name_cursor(cursor));
    auto groups = CO_TRY(co_await list_groups(database, after, limit + 1));
    co_return named_page(std::move(groups), limit,
                         [](const Group& group) { return NamePosition{.name = group.name, .id = group.id.uuid()}; });
}

Async<Result<Group>> add_group(Database& database, Caller caller, std::string name, std::optional<IdempotencyKey> key) {
    const auto id = GroupId::make();
    Making<GroupId> making{
        .id = id, .line = audit_line(caller, "group.create", "group", id, {{"name", name}}), .key = std::move(key)};
    const auto insert = [id, name, by = caller.principal.user](Transaction& tx) {
        return insert_group(tx, id, name, by);
    };
    const auto made = CO_TRY(co_await made_once(database, std::move(making), insert));
    co_return co_await find_group(database, made.id);
}

Async<Result<Group>> change_group(Database& database, Caller caller, GroupId id, std::string name) {
    auto line = audit_line(caller, "group.update", "group", id, {{"name", name}});
    const auto rename = [id, name](Transaction& tx) { return rename_group(tx, id, name); };
    CO_TRY(co_await audited(database, std::move(line), rename));
    co_return co_await find_group(database, id);
}

Async<Result<void>> remove_group(Database& database, Caller caller, GroupId id) {
    const auto remove = [id](Transaction& tx) { return delete_group(tx, id); };
    auto line = audit_line(caller, "group.delete", "group", id);
    co_return co_await audited(database, std::move(line), remove);
}

Async<Result<std::vector<UserEntry>>> show_members(Database& database, GroupId group) {
    CO_TRY(co_await find_group(database, group));
    co_return co_await list_members(database, group);
}

Async<Result<void>> add_member(Database& database, Caller caller, Membership membership) {
    auto line =
        audit_line(caller, "group.member_add", "group", membership.group, {{"user_id", membership.user.to_string()}});
    const auto put = [membership](Transaction& tx) { return put_member(tx, membership.group, membership.user); };
    co_return co_await audited(database, std::move(line), put);
}

Async<Result<void>> remove_member(Database& database, Caller caller, Membership membership) {
    CO_TRY(co_await find_group(database, membership.group));
    auto line = audit_line(caller, "group.member_remove", "group", membership.group,
                           {{"user_id", membership.user.to_string()}});
    const auto remove = [membership](Transaction& tx) { return delete_member(tx, membership.group, membership.user); };
    co_return co_await audited(database, std::move(line), remove);
}

}  // namespace acervo
