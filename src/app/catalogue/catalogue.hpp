#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/catalogue/document_cache.hpp"
#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "ports/object_store.hpp"
#include "store/assets/assets.hpp"
#include "store/assets/list_assets.hpp"
#include "store/database.hpp"

namespace acervo {

class Profiles;

struct CatalogueRules {
    std::string archive_bucket{"dam-archive"};
    std::chrono::seconds address_lifetime{std::chrono::minutes{15}};
};

/// What the functions of this folder work with; one per thread.
struct Catalogue {
    Database& database;
    ObjectStore& objects;
    const Clock& clock;
    CatalogueRules rules;
    /// Without it all is read from the database.
    DocumentCache* documents{nullptr};
    /// What may be ordered; null where nothing is.
    const Profiles* profiles{nullptr};
};

/// All that is shown of one asset.
struct ShownAsset {
    Asset asset;
    /// What the one who asked may do with it; `View` at least.
    Rights rights;
    /// What its master is and says (schema TechnicalMetadata of api/openapi.yaml): a JSON object, empty before anybody
    /// has looked into it.
    std::string technical_metadata{"{}"};
};

/// NotFound when there is none or the caller may not view it; in the trash for all but those who may restore it. As the
/// database has it at this moment: a cache adds nothing but a large document of the very same edit.
Async<Result<ShownAsset>> show_asset(Catalogue& catalogue, Caller caller, AssetId asset);
/// The same; without `documents` all is read from the database.
Async<Result<ShownAsset>> show_asset(Database& database, DocumentCache* documents, Caller caller, AssetId asset);

struct AssetPage {
    std::vector<Asset> assets;
    /// Opaque; give it back for the next page. Nothing at the end.
    std::optional<std::string> next;
};

struct AssetQuery {
    AssetFilter filter{};
    /// As in `AssetListing`.
    std::optional<ContentHash> sha256{};
    AssetShelf shelf{AssetShelf::Catalogue};
    AssetSort sort{AssetSort::Newest};
    /// `next` of the page before, of the same filter and order.
    std::optional<std::string> cursor{};
    int limit{50};
};

/// What the caller may view, without editorial metadata. InvalidInput for a cursor that this program did not make, one
/// of another order, and a collection that the caller may not view; Forbidden for the trash, to who may restore
/// nothing.
Async<Result<AssetPage>> list_asset_page(Catalogue& catalogue, Caller caller, AssetQuery query);

/// InvalidInput for a collection that the caller may not view: a filter names none of these.
Async<Result<void>> check_filter_collection(Database& database, Caller caller, CollectionId collection);

struct MasterDownload {
    std::string url;
    Timestamp expires_at;
    std::string filename;
    std::uint64_t size{0};
    /// What the bytes must have, where it is known.
    std::optional<ContentHash> hash{};
};

/// A presigned address of the master, which the browser saves under its original name. Conflict while it is being
/// uploaded, or when its upload failed; NotFound and Forbidden as `asset_for`. Every call is audited.
Async<Result<MasterDownload>> download_master(Catalogue& catalogue, Caller caller, AssetId asset);

/// `attachment` with the name in both forms of RFC 6266: plain ASCII, and UTF-8 as RFC 8187 writes it.
std::string content_disposition(std::string_view filename);

}  // namespace acervo
