#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "ports/object_store.hpp"
#include "store/database.hpp"

namespace acervo {

/// The ledger of everything that is, will be or was in object storage: row before byte.

/// An object that is about to be written. Conflict when its key is taken.
Async<Result<void>> plan_master_object(Transaction& tx, ObjectAddress object, AssetId asset,
                                       std::optional<ContentHash> declared);

/// The object is there now.
Async<Result<void>> mark_object_stored(Transaction& tx, ObjectAddress object, ObjectInfo info);

/// The object will not come, or goes: the reconciler removes what lies at its key.
Async<Result<void>> mark_object_deleted(Transaction& tx, ObjectAddress object);

}  // namespace acervo
