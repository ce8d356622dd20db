#include "domain/identity/user.hpp"

#include "domain/names.hpp"

namespace acervo {
namespace {

constexpr Names<Role, 5> kRoles{{{Role::Viewer, "viewer"},
                                 {Role::Producer, "producer"},
                                 {Role::Editor, "editor"},
                                 {Role::Admin, "admin"},
                                 {Role::Service, "service"}}};

constexpr Names<Permission, 13> kPermissions{{
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

std::string_view name_of(Role role) noexcept { return name_in(kRoles, role); }

Result<Role> parse_role(std::string_view name) { return value_in(kRoles, name, "role"); }

std::string_view name_of(Permission permission) noexcept { return name_in(kPermissions, permission); }

Result<Permission> parse_permission(std::string_view name) { return value_in(kPermissions, name, "permission"); }

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
