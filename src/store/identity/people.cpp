#include "store/identity/people.hpp"

namespace acervo {
namespace {

const std::string kColumns = "u.id, u.username, u.role, u.display_name, u.email, u.disabled, u.created_at";
const std::string kListSql = "SELECT " + kColumns +
                             " FROM users u WHERE (lower(u.username), u.id) > (lower($1), $2::uuid) "
                             "ORDER BY lower(u.username), u.id LIMIT $3";
const std::string kFindSql = "SELECT " + kColumns + " FROM users u WHERE u.id = $1";
const std::string kMembersSql = "SELECT " + kColumns +
                                " FROM group_members m JOIN users u ON u.id = m.user_id WHERE m.group_id = $1 "
                                "ORDER BY lower(u.username) LIMIT 10000";
const std::string kReadersSql = "SELECT " + kColumns +
                                " FROM asset_readers r JOIN users u ON u.id = r.user_id WHERE r.asset_id = $1 "
                                "ORDER BY lower(u.username) LIMIT 10000";

const Statement kList{"users.list", kListSql};
const Statement kFind{"users.find_entry", kFindSql};
const Statement kMembers{"group_members.list", kMembersSql};
const Statement kReaders{"asset_readers.list", kReadersSql};
// Locked in one order, so that two who take the role from each other at the same time cannot both succeed.
constexpr Statement kAdministrators{
    "users.administrators", "SELECT id FROM users WHERE role = 'admin' AND NOT disabled ORDER BY id FOR UPDATE"};
constexpr Statement kUpdate{"users.update",
                            "UPDATE users SET display_name = coalesce($2, display_name), email = coalesce($3, email), "
                            "role = coalesce($4, role), disabled = coalesce($5::boolean, disabled), "
                            "password_hash = coalesce($6, password_hash), updated_at = now() WHERE id = $1"};
constexpr Statement kRevokeAll{"sessions.revoke_all_of",
                               "UPDATE sessions SET revoked_at = now() WHERE user_id = $1 AND revoked_at IS NULL "
                               "AND expires_at > now() RETURNING coalesce(token_hash::text, id::text)"};
constexpr Statement kListGroups{
    "groups.list",
    "SELECT id, name, created_at FROM groups WHERE (lower(name), id) > (lower($1), $2::uuid) "
    "ORDER BY lower(name), id LIMIT $3"};
constexpr Statement kFindGroup{"groups.find", "SELECT id, name, created_at FROM groups WHERE id = $1"};
constexpr Statement kInsertGroup{"groups.insert", "INSERT INTO groups (id, name, created_by) VALUES ($1, $2, $3)"};
constexpr Statement kRenameGroup{"groups.rename", "UPDATE groups SET name = $2 WHERE id = $1"};
constexpr Statement kDeleteGroup{"groups.delete", "DELETE FROM groups WHERE id = $1"};
constexpr Statement kPutMember{"group_members.put",
                               "INSERT INTO group_members (group_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING"};
constexpr Statement kDeleteMember{"group_members.delete",
                                  "DELETE FROM group_members WHERE group_id = $1 AND user_id = $2"};

UserEntry entry_of(const Row& row) {
    UserEntry entry;
    entry.profile.principal = {
        .user = row.get<UserId>(0), .username = row.get<std::string>(1), .role = parse_role(row.text(2)).value()};
    entry.profile.display_name = row.get<std::string>(3);
    entry.profile.email = row.get<std::optional<std::string>>(4);
    entry.disabled = row.get<bool>(5);
    entry.created_at = row.get<Timestamp>(6);
    return entry;
}

Group group_of(const Row& row) {
    return {.id = row.get<GroupId>(0), .name = row.get<std::string>(1), .created_at = row.get<Timestamp>(2)};
}

Error in_words(Error error) {
    if (violates(error, "groups_name_key")) return Error{ErrorKind::Conflict, "there is a group of that name"};
    if (violates(error, "users_email_key")) return Error{ErrorKind::Conflict, "the e-mail address is taken"};
    if (violates(error, "group_members_group_id_fkey")) return Error{ErrorKind::NotFound, "there is no such group"};
    if (violates(error, "group_members_user_id_fkey")) return Error{ErrorKind::NotFound, "there is no such user"};
    return error;
}

Result<void> one_row(Result<Rows> rows, std::string_view otherwise) {
    if (!rows) return fail(in_words(std::move(rows).error()));
    if (rows->affected() == 0) return fail(ErrorKind::NotFound, std::string{otherwise});
    return ok();
}

}  // namespace

Async<Result<std::vector<UserEntry>>> list_users(Database& database, std::optional<NamePosition> after, int limit) {
    const auto from = after.value_or(NamePosition{});
    const auto rows = CO_TRY(co_await database.query(kList, from.name, from.id, limit));
    co_return rows.map(entry_of);
}

Async<Result<UserEntry>> find_user_entry(Database& database, UserId id) {
    const auto rows = CO_TRY(co_await database.query(kFind, id));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such user");
    co_return entry_of(rows[0]);
}

Async<Result<std::vector<UserEntry>>> list_readers(Database& database, AssetId asset) {
    const auto rows = CO_TRY(co_await database.query(kReaders, asset));
    co_return rows.map(entry_of);
}

Async<Result<void>> update_user(Transaction& tx, UserId id, UserChange change) {
    if ((change.role && *change.role != Role::Admin) || change.disabled.value_or(false)) {
        const auto administrators = CO_TRY(co_await tx.execute(kAdministrators));
        if (administrators.size() == 1 && administrators[0].get<UserId>(0) == id) {
            co_return fail(ErrorKind::Conflict, "nobody else could administrate the site");
        }
    }
    std::optional<std::string> role;
    if (change.role) role = name_of(*change.role);
    std::optional<std::string> hash;
    if (change.password_hash) hash = change.password_hash->reveal();
    co_return one_row(co_await tx.execute(kUpdate, id, change.display_name, change.email, role, change.disabled, hash),
                      "there is no such user");
}

Async<Result<std::vector<std::string>>> revoke_sessions_of(Transaction& tx, UserId user) {
    const auto rows = CO_TRY(co_await tx.execute(kRevokeAll, user));
    co_return rows.map([](const Row& row) { return row.get<std::string>(0); });
}

Async<Result<std::vector<Group>>> list_groups(Database& database, std::optional<NamePosition> after, int limit) {
    const auto from = after.value_or(NamePosition{});
    const auto rows = CO_TRY(co_await database.query(kListGroups, from.name, from.id, limit));
    co_return rows.map(group_of);
}

Async<Result<Group>> find_group(Database& database, GroupId id) {
    const auto rows = CO_TRY(co_await database.query(kFindGroup, id));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such group");
    co_return group_of(rows[0]);
}

Async<Result<void>> insert_group(Transaction& tx, GroupId id, std::string name, UserId created_by) {
    co_return one_row(co_await tx.execute(kInsertGroup, id, std::move(name), created_by), "");
}

Async<Result<void>> rename_group(Transaction& tx, GroupId id, std::string name) {
    co_return one_row(co_await tx.execute(kRenameGroup, id, std::move(name)), "there is no such group");
}

Async<Result<void>> delete_group(Transaction& tx, GroupId id) {
    co_return one_row(co_await tx.execute(kDeleteGroup, id), "there is no such group");
}

Async<Result<std::vector<UserEntry>>> list_members(Database& database, GroupId group) {
    const auto rows = CO_TRY(co_await database.query(kMembers, group));
    co_return rows.map(entry_of);
}

Async<Result<void>> put_member(Transaction& tx, GroupId group, UserId user) {
    auto put = co_await tx.execute(kPutMember, group, user);
    if (!put) co_return fail(in_words(std::move(put).error()));
    co_return ok();
}

Async<Result<void>> delete_member(Transaction& tx, GroupId group, UserId user) {
    CO_TRY(co_await tx.execute(kDeleteMember, group, user));
    co_return ok();
}

}  // namespace acervo
