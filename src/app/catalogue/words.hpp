#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/edit.hpp"
#include "domain/identity/user.hpp"
#include "domain/job/job.hpp"
#include "store/database.hpp"

/// The one way in which words of assets are changed.
namespace acervo {

/// What the patch makes of the words of an asset. InvalidInput, with the field, when they become too many.
Result<AssetWords> patched(const Asset& asset, const AssetPatch& patch);

/// Says `words` about the asset, which `tx` has locked, with audit and event; the asset as it is then. Nothing happens
/// when they are what was said before.
Async<Result<Asset>> say(Transaction& tx, Caller caller, Asset asset, AssetWords words,
                         std::optional<std::int64_t> restored = std::nullopt);

/// The same in the name of nobody: the file of the asset says so.
Async<Result<Asset>> say_of_file(Transaction& tx, Asset asset, AssetWords words);

/// What shall be said about an asset that the transaction has locked.
struct Saying {
    Asset asset;
    AssetWords words;
};
/// The same for many, as part of a job. At which edit those of them are that were changed by it.
Async<Result<std::map<AssetId, std::int64_t>>> say_all(Transaction& tx, Caller caller, std::vector<Saying> sayings,
                                                       JobId job);

}  // namespace acervo
