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

}  // namespace acervo
