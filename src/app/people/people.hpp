#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/access/name_cursor.hpp"
#include "app/identity/identity.hpp"
#include "core/async.hpp"
#include "core/result.hpp"
#include "store/idempotency/idempotency.hpp"
#include "store/identity/people.hpp"

/// Users and groups, as administrators keep them. Who may call these is a matter of the operation's permission. What is
/// made under a key is made once (`made_once`).
namespace acervo {

struct NewUser {
    std::string username;
    std::string display_name;
    std::optional<std::string> email;
    Role role{Role::Viewer};
    /// Nobody can sign in under the name without one.
    std::optional<Secret> password;
};
/// Conflict when the name or the address is taken.
Async<Result<UserEntry>> add_user(Identity& identity, Caller caller, NewUser user, std::optional<IdempotencyKey> key);

struct UserOrder {
    std::optional<std::string> display_name;
    std::optional<std::string> email;
    std::optional<Role> role;
    std::optional<bool> disabled;
    std::optional<Secret> password;
};
/// A new role, a new password and `disabled` end all sessions of the user. NotFound; Conflict when the address is
/// taken, or nobody would be left to administrate.
Async<Result<UserEntry>> change_user(Identity& identity, Caller caller, UserId id, UserOrder order);

/// By name. InvalidInput for a cursor that this program did not make.
Async<Result<NamedPage<UserEntry>>> list_user_page(Database& database, std::optional<std::string> cursor, int limit);
Async<Result<NamedPage<Group>>> list_group_page(Database& database, std::optional<std::string> cursor, int limit);

/// Conflict when the name is taken.
Async<Result<Group>> add_group(Database& database, Caller caller, std::string name, std::optional<IdempotencyKey> key);
/// NotFound; Conflict when the name is taken.
Async<Result<Group>> change_group(Database& database, Caller caller, GroupId id, std::string name);
/// Also what was granted to it. NotFound.
Async<Result<void>> remove_group(Database& database, Caller caller, GroupId id);

/// NotFound when there is no such group.
Async<Result<std::vector<UserEntry>>> show_members(Database& database, GroupId group);
struct Membership {
    GroupId group;
    UserId user;
};
/// NotFound when there is no such group or user.
Async<Result<void>> add_member(Database& database, Caller caller, Membership membership);
Async<Result<void>> remove_member(Database& database, Caller caller, Membership membership);

}  // namespace acervo
