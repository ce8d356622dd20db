#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "store/database.hpp"

namespace acervo {

/// Conflict when the external id is taken.
Async<Result<void>> insert_asset(Transaction& tx, Asset asset);

/// NotFound when there is none, or it is in the trash.
Async<Result<Asset>> find_asset(Database& database, AssetId id);

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

/// At most `limit` assets, newest first.
Async<Result<std::vector<Asset>>> list_assets(Database& database, AssetFilter filter,
                                              std::optional<AssetPosition> after, int limit);

/// Conflict when the asset's state does not allow it.
Async<Result<void>> mark_asset_processing(Transaction& tx, AssetId id);
Async<Result<void>> mark_asset_failed(Transaction& tx, AssetId id, std::string reason);

}  // namespace acervo
