#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "domain/asset/asset.hpp"
#include "domain/identity/user.hpp"
#include "store/database.hpp"
#include "store/name_position.hpp"

namespace acervo {

/// A user as administrators see it.
struct UserEntry {
    UserProfile profile;
    bool disabled{false};
    Timestamp created_at;
};

Async<Result<std::vector<UserEntry>>> list_users(Database& database, std::optional<NamePosition> after, int limit);
/// NotFound when there is none.
Async<Result<UserEntry>> find_user_entry(Database& database, UserId id);
/// The people named on a restricted asset, by name; at most ten thousand.
Async<Result<std::vector<UserEntry>>> list_readers(Database& database, AssetId asset);

/// Members without a value stay as they are.
struct UserChange {
    std::optional<std::string> display_name;
    std::optional<std::string> email;
    std::optional<Role> role;
    std::optional<bool> disabled;
    std::optional<Secret> password_hash;
};

/// NotFound when there is none; Conflict when the address is taken, or nobody would be left who may administrate.
Async<Result<void>> update_user(Transaction& tx, UserId id, UserChange change);

/// Ends every session of a user; for caches the SHA-256 of their tokens, or the ids of those that have none.
Async<Result<std::vector<std::string>>> revoke_sessions_of(Transaction& tx, UserId user);

struct Group {
    GroupId id;
    std::string name;
    Timestamp created_at;
};

Async<Result<std::vector<Group>>> list_groups(Database& database, std::optional<NamePosition> after, int limit);
/// NotFound when there is none.
Async<Result<Group>> find_group(Database& database, GroupId id);
/// Conflict when the name is taken.
Async<Result<void>> insert_group(Transaction& tx, GroupId id, std::string name, UserId created_by);
/// As above; NotFound when there is no such group.
Async<Result<void>> rename_group(Transaction& tx, GroupId id, std::string name);
/// With what was granted to it. NotFound when there is no such group.
Async<Result<void>> delete_group(Transaction& tx, GroupId id);

/// By name; at most ten thousand.
Async<Result<std::vector<UserEntry>>> list_members(Database& database, GroupId group);
/// NotFound when there is no such group or person.
Async<Result<void>> put_member(Transaction& tx, GroupId group, UserId user);
Async<Result<void>> delete_member(Transaction& tx, GroupId group, UserId user);

}  // namespace acervo
