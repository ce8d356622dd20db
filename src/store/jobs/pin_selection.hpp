#pragma once

#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/job/job.hpp"
#include "store/assets/list_assets.hpp"
#include "store/database.hpp"

namespace acervo {

/// All assets of the catalogue that pass a filter, less some.
struct PinnedQuery {
    AssetFilter filter{};
    /// As `find_places_to_look` says.
    Places places{};
    std::vector<AssetId> excluded{};
    /// No more are pinned.
    std::int64_t most{0};
};

/// Pins for a job what `list_assets_seen_by` would list for `who`, as it is at this moment. How many
/// assets it were.
Async<Result<std::int64_t>> pin_assets_seen_by(Transaction& tx, JobId id, Principal who, PinnedQuery query);

}  // namespace acervo
