#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"

namespace acervo {

using UserId = Id<struct UserTag>;
using GroupId = Id<struct GroupTag>;
using ApiKeyId = Id<struct ApiKeyTag>;

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
    AuditRead,
    // New ones at the end: sessions that were cached before hold their scopes by these numbers.
    SiteManage,
    AssetTrash
};

std::string_view name_of(Permission permission) noexcept;

/// InvalidInput for a name that is not in the contract.
Result<Permission> parse_permission(std::string_view name);

/// What a caller may ask for at most, whatever the role allows: the scopes of a key. A session has all.
class Scopes {
public:
    Scopes() = default;  // none
    static Scopes all() noexcept { return Scopes{~0U}; }
    void insert(Permission permission) noexcept { bits_ |= bit(permission); }
    /// What needs no permission is in every set.
    bool has(Permission permission) const noexcept {
        return permission <= Permission::SignedIn || (bits_ & bit(permission)) != 0;
    }
    /// Without what needs no permission.
    std::vector<Permission> list() const;
    std::uint32_t bits() const noexcept { return bits_; }
    static Scopes of_bits(std::uint32_t bits) noexcept { return Scopes{bits}; }
    friend bool operator==(Scopes, Scopes) = default;

private:
    explicit Scopes(std::uint32_t bits) noexcept : bits_{bits} {}
    static std::uint32_t bit(Permission permission) noexcept { return 1U << static_cast<unsigned>(permission); }
    std::uint32_t bits_{0};
};

/// Whether `role` has `permission` at all.
bool allows(Role role, Permission permission) noexcept;

/// Who somebody is.
struct Principal {
    UserId user;
    std::string username;
    Role role{Role::Viewer};
    Scopes scopes{Scopes::all()};
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
