#pragma once

#include <optional>
#include <vector>

#include "app/catalogue/catalogue.hpp"
#include "store/uploads/versions.hpp"

namespace acervo {

struct VersionPage {
    std::vector<MasterVersion> versions;
    /// The `before` of the next page.
    std::optional<int> next;
};
/// Newest first. NotFound as `asset_for`.
Async<Result<VersionPage>> list_version_page(Catalogue& catalogue, Caller caller, AssetId asset,
                                             std::optional<int> before, int limit);

/// As `download_master`, of any version. NotFound also when the asset never had it.
Async<Result<MasterDownload>> download_version(Catalogue& catalogue, Caller caller, AssetId asset, int number);

/// Makes a version the asset's master again and asks for its ingest; audited. Answers the asset as it is then, and
/// changes nothing when the version is current. Conflict when the asset is archived; otherwise as `asset_for` with
/// `Edit`.
Async<Result<Asset>> restore_version(Catalogue& catalogue, Caller caller, AssetId asset, int number);

}  // namespace acervo
