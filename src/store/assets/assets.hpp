#pragma once

#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "domain/identity/rights.hpp"
#include "store/database.hpp"

namespace acervo {

/// Conflict when the external id is taken.
Async<Result<void>> insert_asset(Transaction& tx, Asset asset);

struct SeenAsset {
    Asset asset;
    /// What the one who asked may do with it; `View` at least.
    Rights rights;
};

/// The asset as `who` may see it. NotFound also when `who` may not see it at all, and when it lies in the trash.
Async<Result<SeenAsset>> find_asset_seen_by(Database& database, Principal who, AssetId id);

/// Whether `who` may look into the trash at all and take things out of it; for one asset `Right::Edit` is needed as
/// well.
bool may_restore(const Principal& who) noexcept;

/// The same, also when it lies in the trash and `who` may restore it.
Async<Result<SeenAsset>> find_asset_or_trash_seen_by(Database& database, Principal who, AssetId id);

/// Those of `ids` that `who` may see and that do not lie in the trash, by id; nobody changes them until `tx` ends.
Async<Result<std::vector<SeenAsset>>> lock_assets_seen_by(Transaction& tx, Principal who, std::vector<AssetId> ids);

/// The same without waiting for anybody.
Async<Result<std::vector<SeenAsset>>> list_assets_seen_by(Database& database, Principal who, std::vector<AssetId> ids);

/// The asset whose first master will not come is `failed`; false, and nothing is changed, where it has one.
Async<Result<bool>> fail_first_upload(Transaction& tx, AssetId id, std::string reason);

}  // namespace acervo
