#include "domain/identity/rights.hpp"

#include "domain/names.hpp"

namespace acervo {
namespace {

constexpr Names<Right, 6> kRights{{{Right::View, "view"},
                                   {Right::DownloadProxy, "download_proxy"},
                                   {Right::DownloadMaster, "download_master"},
                                   {Right::Edit, "edit"},
                                   {Right::Distribute, "distribute"},
                                   {Right::Manage, "manage"}}};

}  // namespace

std::string_view name_of(Right right) noexcept { return name_in(kRights, right); }

Result<Right> parse_right(std::string_view name) { return value_in(kRights, name, "right"); }

std::vector<Right> Rights::list() const {
    std::vector<Right> rights;
    for (const auto& [right, name] : kRights) {
        if (has(right)) rights.push_back(right);
    }
    return rights;
}

Rights most_of(Role role) noexcept {
    const Rights seen{Right::View, Right::DownloadProxy};
    switch (role) {
        case Role::Viewer:
            return seen;
        case Role::Producer:
            return seen | Right::DownloadMaster | Right::Edit;
        case Role::Editor:
        case Role::Admin:
        case Role::Service:
            return Rights::all();
    }
    return {};
}

Rights rights_of(Role role, const Standing& standing) noexcept {
    if (role == Role::Admin) return Rights::all();
    // Where it is only linked to, nobody manages it.
    auto granted = standing.granted_at_home | standing.granted.without(Right::Manage);
    if (standing.is_reader) granted = granted | Rights{Right::View, Right::DownloadProxy};
    if (standing.is_restricted && !standing.is_reader && !standing.granted_at_home.has(Right::Manage)) return {};
    auto most = most_of(role);
    if (role == Role::Producer && !standing.is_own)
        most = most & Rights{Right::View, Right::DownloadProxy, Right::DownloadMaster};
    return granted & most;
}

}  // namespace acervo
