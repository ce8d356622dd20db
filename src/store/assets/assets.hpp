#pragma once

#include <optional>
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

/// The asset as `who` may see it. NotFound also when `who` may not see it at all.
Async<Result<SeenAsset>> find_asset_seen_by(Database& database, Principal who, AssetId id);

struct AssetFilter {
    /// Any of these; every one when empty.
    std::vector<AssetType> types;
    std::vector<AssetStatus> statuses;
};

/// The place in a listing after which a page begins: newest first, the id decides between equal times.
struct AssetPosition {
    Timestamp created_at;
    AssetId id;
};

/// At most `limit` assets, newest first, of those that `who` may see.
Async<Result<std::vector<Asset>>> list_assets_seen_by(Database& database, Principal who, AssetFilter filter,
                                                      std::optional<AssetPosition> after, int limit);

/// Conflict when the asset's state does not allow it.
Async<Result<void>> mark_asset_processing(Transaction& tx, AssetId id);
Async<Result<void>> mark_asset_failed(Transaction& tx, AssetId id, std::string reason);

}  // namespace acervo
