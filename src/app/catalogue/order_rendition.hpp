#pragma once

#include <optional>
#include <string>

#include "app/catalogue/renditions.hpp"

namespace acervo {

struct RenditionWish {
    std::string profile_name;
    /// Of a film; the whole master without it.
    std::optional<FrameSpan> part{};
};

/// Has it made of the present master, ahead of everything that nobody waits for; what is there, or on its way, is the
/// answer to whoever asks again, and one that failed or expired is made anew. Only `DownloadMaster` may ask: what comes
/// out may be as good as the master. InvalidInput for a profile that there is none of or that is not for this type of
/// asset, and for a part that the film does not have; Conflict while the asset is not ingested; otherwise as
/// `asset_for`.
Async<Result<ShownRendition>> order_rendition(Catalogue& catalogue, Caller caller, AssetId asset, RenditionWish wish);

/// One rendition as the caller may see it. NotFound when the asset has no such rendition, otherwise as `asset_for` with
/// `View`.
Async<Result<ShownRendition>> show_rendition(Catalogue& catalogue, Caller caller, AssetId asset, RenditionId id);

/// Stops the making of one that was ordered; it is `failed` with the reason `cancelled` soon afterwards. Nothing is
/// changed of one that is made already. Conflict for one of an ingest; otherwise as `order_rendition`.
Async<Result<ShownRendition>> cancel_rendition(Catalogue& catalogue, Caller caller, AssetId asset, RenditionId id);

}  // namespace acervo
