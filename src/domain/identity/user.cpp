#include "domain/identity/user.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace acervo {
namespace {

constexpr std::array<std::pair<Role, std::string_view>, 5> kRoles{{{Role::Viewer, "viewer"},
                                                                   {Role::Producer, "producer"},
                                                                   {Role::Editor, "editor"},
                                                                   {Role::Admin, "admin"},
                                                                   {Role::Service, "service"}}};

}  // namespace

std::string_view name_of(Role role) noexcept {
    return std::ranges::find(kRoles, role, &std::pair<Role, std::string_view>::first)->second;
}

Result<Role> parse_role(std::string_view name) {
    const auto* const found = std::ranges::find(kRoles, name, &std::pair<Role, std::string_view>::second);
    if (found == kRoles.end()) return fail(ErrorKind::InvalidInput, "no such role");
    return found->first;
}

std::string_view name_of(Permission permission) noexcept {
    switch (permission) {
        case Permission::Anonymous:
            return "anonymous";
        case Permission::SignedIn:
            return "signed_in";
        case Permission::AssetView:
            return "asset.view";
        case Permission::AssetCreate:
            return "asset.create";
        case Permission::AssetEdit:
            return "asset.edit";
        case Permission::AssetDownloadMaster:
            return "asset.download_master";
        case Permission::CollectionView:
            return "collection.view";
        case Permission::CollectionManage:
            return "collection.manage";
        case Permission::UserView:
            return "user.view";
        case Permission::UserManage:
            return "user.manage";
        case Permission::AuditRead:
            return "audit.read";
    }
    return "";
}

Result<Permission> parse_permission(std::string_view name) {
    for (int i = 0; i <= static_cast<int>(Permission::AuditRead); ++i) {
        const auto permission = static_cast<Permission>(i);
        if (name_of(permission) == name) return permission;
    }
    return fail(ErrorKind::InvalidInput, "no such permission");
}

bool allows(Role role, Permission permission) noexcept {
    switch (permission) {
        case Permission::Anonymous:
        case Permission::SignedIn:
        case Permission::AssetView:
        case Permission::CollectionView:
            return true;
        case Permission::AssetCreate:
        case Permission::AssetEdit:
        case Permission::AssetDownloadMaster:
            return role != Role::Viewer;
        case Permission::CollectionManage:
        case Permission::UserView:
            return role == Role::Editor || role == Role::Admin || role == Role::Service;
        case Permission::UserManage:
        case Permission::AuditRead:
            return role == Role::Admin;
    }
    return false;
}

}  // namespace acervo
