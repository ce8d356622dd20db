#pragma once

#include <optional>

#include "app/access/name_cursor.hpp"
#include "app/catalogue/catalogue.hpp"
#include "domain/rendition/rendition.hpp"

namespace acervo {

/// A rendition and, when it can be fetched, where.
struct ShownRendition {
    Rendition rendition;
    /// Presigned; nothing while it is not `ready`, and for who may not download it.
    std::optional<std::string> url{};
    std::optional<Timestamp> url_expires_at{};
};

/// With an address for who may have the file: `DownloadProxy`, or `DownloadMaster` for what was made on demand, which
/// may be as good as the master.
ShownRendition shown_to(const Catalogue& catalogue, Rendition rendition, Rights rights);

/// What was made of an asset, in the order of `list_renditions`. InvalidInput for a cursor that this program did not
/// make; otherwise as `asset_for` with `View`.
Async<Result<NamedPage<ShownRendition>>> list_rendition_page(Catalogue& catalogue, Caller caller, AssetId asset,
                                                             std::optional<std::string> cursor, int limit);

}  // namespace acervo
