#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/result.hpp"

namespace acervo {

using UserId = Id<struct UserTag>;
using GroupId = Id<struct GroupTag>;

/// Says which actions exist for a person; where they may be done is a matter of collections.
enum class Role { Viewer, Producer, Editor, Admin, Service };

std::string_view name_of(Role role) noexcept;
Result<Role> parse_role(std::string_view name);

/// What an operation of the API asks of its caller; the names stand in the contract as `x-permission`.
enum class Permission {
    Anonymous,
    SignedIn,
    AssetView,
    AssetCreate,
    AssetEdit,
    AssetDownloadMaster,
    CollectionView,
    CollectionManage,
    UserView,
    UserManage,
    AuditRead
};

std::string_view name_of(Permission permission) noexcept;

/// Whether `role` has `permission` at all.
bool allows(Role role, Permission permission) noexcept;

/// Who somebody is.
struct Principal {
    UserId user;
    std::string username;
    Role role{Role::Viewer};
};

/// A person as others see them.
struct UserProfile {
    Principal principal;
    std::string display_name;
    std::optional<std::string> email;
};

/// Who asks for something, and in which request: what the audit log keeps.
struct Caller {
    Principal principal;
    std::string request_id;
};

}  // namespace acervo
