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

constexpr std::array<std::pair<Permission, std::string_view>, 13> kPermissions{{
    {Permission::Anonymous, "anonymous"},
    {Permission::SignedIn, "signed_in"},
    {Permission::AssetView, "asset.view"},
    {Permission::AssetCreate, "asset.create"},
    {Permission::AssetEdit, "asset.edit"},
    {Permission::AssetDownloadMaster, "asset.download_master"},
    {Permission::CollectionView, "collection.view"},
    {Permission::CollectionManage, "collection.manage"},
    {Permission::UserView, "user.view"},
    {Permission::UserManage, "user.manage"},
    {Permission::AuditRead, "audit.read"},
    {Permission::SiteManage, "site.manage"},
    {Permission::AssetTrash, "asset.trash"},
}};

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
    return std::ranges::find(kPermissions, permission, &std::pair<Permission, std::string_view>::first)->second;
}

Result<Permission> parse_permission(std::string_view name) {
    const auto* const found = std::ranges::find(kPermissions, name, &std::pair<Permission, std::string_view>::second);
    if (found == kPermissions.end()) return fail(ErrorKind::InvalidInput, "no such permission");
    return found->first;
}

std::vector<Permission> Scopes::list() const {
    std::vector<Permission> permissions;
    for (const auto& [permission, name] : kPermissions) {
        if (permission > Permission::SignedIn && has(permission)) permissions.push_back(permission);
    }
    return permissions;
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
        case Permission::AssetTrash:
        case Permission::CollectionManage:
        case Permission::UserView:
            return role == Role::Editor || role == Role::Admin || role == Role::Service;
        case Permission::UserManage:
        case Permission::AuditRead:
        case Permission::SiteManage:
            return role == Role::Admin;
    }
    return false;
}

}  // namespace acervo
