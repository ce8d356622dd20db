#pragma once

#include <chrono>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "store/database.hpp"

namespace acervo {

/// Conflict when it is being uploaded or lies there already.
Async<Result<void>> put_into_trash(Transaction& tx, AssetId id, UserId by);
/// Puts it there, without its external id, if it failed and never had a master; else it stays as it is: false.
Async<Result<bool>> discard_asset(Transaction& tx, AssetId id, UserId by);
/// Conflict when it does not lie there.
Async<Result<void>> take_out_of_trash(Transaction& tx, AssetId id);

/// Conflict when it is not ready, or not archived.
Async<Result<void>> archive(Transaction& tx, AssetId id);
Async<Result<void>> unarchive(Transaction& tx, AssetId id);

/// Does nothing to an asset that is held, or free, already.
Async<Result<void>> set_legal_hold(Transaction& tx, AssetId id, bool held);
/// Whether only those who manage its home, and its readers, see it.
Async<Result<void>> set_restricted(Transaction& tx, AssetId id, bool restricted);

/// Purges at most `limit` assets that lie in the trash for longer than `kept` and are not on hold: their words,
/// history, places, readers and relations go, uploads of theirs that are open end, their objects, those of every
/// version, become `deleted` in the ledger, unless another asset has the same master. The bytes are removed by who
/// reconciles the store with the ledger. Answers whom it was about.
Async<Result<std::vector<AssetId>>> purge_trash(Transaction& tx, std::chrono::seconds kept, int limit);

}  // namespace acervo
