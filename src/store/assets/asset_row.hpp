#pragma once

#include <string>

#include "domain/asset/asset.hpp"
#include "store/database.hpp"

namespace acervo {

/// The columns that `asset_of` reads, in its order; `editorial_metadata` is what stands for that column, where NULL is
/// as good as `{}`.
std::string asset_columns(std::string_view editorial_metadata = "editorial_metadata");
inline constexpr int kAssetColumns = 26;

Asset asset_of(const Row& row);

/// Conflict, in these words, when the statement found no asset in the state that it asks for.
Result<void> one_row(Result<Rows> rows, std::string_view otherwise);

}  // namespace acervo
