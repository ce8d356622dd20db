#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/commands.hpp"

/// Collections, grants, users and groups on the command line. People and groups are given by id or by name.
namespace acervo::client {

/// Whom a grant is for; one of them.
struct Grantee {
    std::string user;
    std::string group;
};

/// Those below `parent` that the caller may view; the tops without one.
Async<Result<void>> list_collections(Settings settings, std::string parent);
Async<Result<void>> create_collection(Settings settings, std::string name, std::string parent);

struct CollectionChange {
    std::string id;
    std::string name;
    std::string parent;
    bool to_top{false};
};
Async<Result<void>> change_collection(Settings settings, CollectionChange change);
Async<Result<void>> remove_collection(Settings settings, std::string id);

Async<Result<void>> list_grants(Settings settings, std::string collection);
Async<Result<void>> grant(Settings settings, std::string collection, Grantee to, std::vector<std::string> rights);
Async<Result<void>> revoke(Settings settings, std::string collection, Grantee from);

/// Every asset is tried; the first error is answered at the end.
Async<Result<void>> link_assets(Settings settings, std::string collection, std::vector<std::string> assets);
Async<Result<void>> unlink_assets(Settings settings, std::string collection, std::vector<std::string> assets);

struct UserOrder {
    /// The name of a new user; id or name of one that is there.
    std::string user;
    std::string role;
    std::string display_name;
    std::string email;
    std::string password_file;
    std::optional<bool> disabled;
};
Async<Result<void>> list_users(Settings settings);
Async<Result<void>> create_user(Settings settings, UserOrder order);
Async<Result<void>> change_user(Settings settings, UserOrder order);

/// Prints a link by which the user sets a new password, once.
Async<Result<void>> create_password_reset(Settings settings, std::string user);
/// Has such a link sent to the user's e-mail address. `language`: `es` or `en`.
Async<Result<void>> mail_password_reset(Settings settings, std::string user, std::string language);
/// The same for somebody who is not signed in; whether the account exists is not told.
Async<Result<void>> ask_password_reset(Settings settings, std::string login, std::string language);
/// Sets a new password by such a link, or by what stands behind its `#`. Nobody needs to be signed in.
Async<Result<void>> reset_password(Settings settings, std::string link, std::string password_file);

Async<Result<void>> list_groups(Settings settings);
Async<Result<void>> create_group(Settings settings, std::string name);
Async<Result<void>> rename_group(Settings settings, std::string group, std::string name);
Async<Result<void>> remove_group(Settings settings, std::string group);
Async<Result<void>> list_members(Settings settings, std::string group);
Async<Result<void>> add_members(Settings settings, std::string group, std::vector<std::string> users);
Async<Result<void>> remove_members(Settings settings, std::string group, std::vector<std::string> users);

struct KeyOrder {
    /// Id or name of a user of the role service.
    std::string user;
    std::string name;
    std::vector<std::string> scopes;
    std::string expires_at;
};
Async<Result<void>> list_keys(Settings settings, std::string user);
/// Prints the token, which nobody can tell again.
Async<Result<void>> create_key(Settings settings, KeyOrder order);
Async<Result<void>> revoke_key(Settings settings, std::string user, std::string key);

struct AuditQuery {
    /// Id or name.
    std::string actor;
    std::string action;
    std::string object_id;
    std::string since;
    std::string until;
    int limit{50};
    /// Every page, not only the first.
    bool all{false};
};
/// Newest first; as JSON one entry a line.
Async<Result<void>> show_audit(Settings settings, AuditQuery query);

}  // namespace acervo::client
