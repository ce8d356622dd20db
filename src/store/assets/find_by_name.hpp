#pragma once

#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "store/database.hpp"

namespace acervo {

/// Outside the trash; whoever may see them.
Async<Result<std::vector<AssetId>>> find_assets_with_external_id(Database& database, std::string external_id);
/// At most twenty, oldest first.
Async<Result<std::vector<AssetId>>> find_assets_with_filename(Database& database, std::string filename);

}  // namespace acervo
