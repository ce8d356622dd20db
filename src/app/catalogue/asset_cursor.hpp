#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"
#include "store/assets/list_assets.hpp"

namespace acervo {

/// Order, id and time or title, as base64url: without a character that a URL would have to escape.
std::string write_asset_cursor(const AssetPosition& position, AssetSort sort);

/// InvalidInput for text that `write_asset_cursor` did not write, or wrote for another order.
Result<AssetPosition> read_asset_cursor(std::string_view cursor, AssetSort sort);

}  // namespace acervo
