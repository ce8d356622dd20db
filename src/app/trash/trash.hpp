#pragma once

#include <chrono>
#include <string>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "domain/identity/user.hpp"
#include "store/database.hpp"

namespace acervo {

/// What happens to assets that nobody needs any more. Each is audited; NotFound and Forbidden as `asset_for`, for
/// assets in the trash as `asset_or_trash_for`.

/// Conflict while it is being uploaded.
Async<Result<void>> trash_asset(Database& database, Caller caller, AssetId asset);
/// Conflict when it does not lie in the trash.
Async<Result<void>> restore_asset(Database& database, Caller caller, AssetId asset);

/// Nothing new is made of an archived asset. Conflict when it is not ready.
Async<Result<void>> archive_asset(Database& database, Caller caller, AssetId asset);
Async<Result<void>> unarchive_asset(Database& database, Caller caller, AssetId asset);

/// It is not purged until it is released; needs `manage`.
Async<Result<void>> hold_asset(Database& database, Caller caller, AssetId asset, std::string reason);
Async<Result<void>> release_asset(Database& database, Caller caller, AssetId asset);

/// Lets the asset be seen by those who manage its home and its readers only, or by everybody again who may see its
/// places; audited. Repeated it changes nothing. As `asset_for` with `Manage`.
Async<Result<void>> restrict_asset(Database& database, Caller caller, AssetId asset, bool restricted);

/// Purges at most `limit` assets of those that lie in the trash for longer than `kept`; how many it were.
Async<Result<int>> purge_expired_trash(Database& database, std::chrono::seconds kept, int limit);

}  // namespace acervo
