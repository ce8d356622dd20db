#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "store/collections/collections.hpp"
#include "store/database.hpp"

namespace acervo {

/// All that is given must hold.
struct AssetFilter {
    /// Any of these; every one when empty.
    std::vector<AssetType> types{};
    std::vector<AssetStatus> statuses{};
    /// In it or below it. Who asks must be allowed to view it.
    std::optional<CollectionId> collection{};
    std::optional<Timestamp> created_from{};
    std::optional<Timestamp> created_before{};
    std::optional<std::string> tag{};

    bool empty() const noexcept {
        return types.empty() && statuses.empty() && !collection && !created_from && !created_before && !tag;
    }
};

/// The place in a listing after which a page begins; the id decides between equals.
struct AssetPosition {
    /// When the order is one of times.
    Timestamp at{};
    /// As the database sorts it, when the order is by title.
    std::string title{};
    AssetId id;
};

struct AssetListing {
    AssetFilter filter{};
    /// Only those whose master has it, or is said to.
    std::optional<ContentHash> sha256{};
    /// Of the trash those that `who` may restore.
    AssetShelf shelf{AssetShelf::Catalogue};
    AssetSort sort{AssetSort::Newest};
    std::optional<AssetPosition> after{};
    int limit{50};
    /// Only of the catalogue; else it is left out.
    bool with_editorial_metadata{false};
};

/// An asset and its place in the listing.
struct ListedAsset {
    Asset asset;
    AssetPosition position;
};

/// The collections in which a listing looks: `viewed`; nothing there, and no `collection`, says everywhere for an
/// administrator. Who asks must be allowed to view `collection`.
Async<Result<Places>> find_places_to_look(Database& database, Principal who, std::optional<CollectionId> collection,
                                          AssetShelf shelf);

/// At most `limit` of those that `who` may see.
Async<Result<std::vector<ListedAsset>>> list_assets_seen_by(Database& database, Principal who, AssetListing listing);

}  // namespace acervo
