#pragma once

#include <optional>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/rendition/rendition.hpp"
#include "store/database.hpp"
#include "store/name_position.hpp"

namespace acervo {

/// By profile, and within it in the order in which they were asked for; `after` is the profile and id of the last one
/// of the page before.
Async<Result<std::vector<Rendition>>> list_renditions(Database& database, AssetId asset,
                                                      std::optional<NamePosition> after, int limit);

/// NotFound when the asset has no such rendition.
Async<Result<Rendition>> find_rendition(Database& database, AssetId asset, RenditionId id);

/// What a person asks to be made of a master.
struct RenditionOrder {
    AssetId asset;
    ContentHash master;
    std::string profile_name;
    int profile_version{1};
    /// The whole master without it.
    std::optional<FrameSpan> part{};
};

/// The newest revision of what an order asks for, whoever asked for it. The asset must be locked.
Async<Result<std::optional<Rendition>>> find_newest_make(Transaction& tx, RenditionOrder order);
Async<Result<void>> insert_order(Transaction& tx, RenditionId id, RenditionOrder order, int revision);
/// One that failed is to be made again; the answer is its new revision. Conflict when it has not failed.
Async<Result<int>> order_again(Transaction& tx, RenditionId id);

/// Somebody uses what is shown of an asset: it stays as many days more as its profile says.
Async<Result<void>> note_use_of_renditions(Database& database, AssetId asset);

/// Those whose time is over are `expired`, and their objects are to be deleted: how many they were, `limit` at most.
Async<Result<int>> expire_renditions(Database& database, int limit);

}  // namespace acervo
