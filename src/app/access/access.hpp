#pragma once

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/identity/rights.hpp"
#include "domain/identity/user.hpp"
#include "store/assets/assets.hpp"
#include "store/collections/collections.hpp"
#include "store/database.hpp"

namespace acervo {

/// The asset, when the caller has `needed` on it. NotFound when there is none, it is in the trash or the caller may not
/// view it: nobody learns that it exists. Forbidden when the caller may view it and no more.
Async<Result<Asset>> asset_for(Database& database, Caller caller, AssetId asset, Right needed);

/// The same, also for an asset in the trash that the caller may restore.
Async<Result<Asset>> asset_or_trash_for(Database& database, Caller caller, AssetId asset, Right needed);

/// The collection, in the same way.
Async<Result<Collection>> collection_for(Database& database, Caller caller, CollectionId collection, Right needed);

}  // namespace acervo
