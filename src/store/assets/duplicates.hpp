#pragma once

#include <cstdint>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "store/database.hpp"

namespace acervo {

/// Assets whose master has, or is said to have, this hash and size, oldest first and at most twenty; whoever may see
/// them. Those whose bytes never came are not among them.
Async<Result<std::vector<AssetId>>> list_assets_with(Database& database, ContentHash hash, std::uint64_t size);

}  // namespace acervo
