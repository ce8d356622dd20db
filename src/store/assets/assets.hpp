#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "domain/identity/rights.hpp"
#include "store/database.hpp"

namespace acervo {

/// Conflict when the external id is taken.
Async<Result<void>> insert_asset(Transaction& tx, Asset asset);

struct SeenAsset {
    Asset asset;
    /// What the one who asked may do with it; `View` at least.
    Rights rights;
};

/// The asset as `who` may see it. NotFound also when `who` may not see it at all, and when it lies in the trash.
Async<Result<SeenAsset>> find_asset_seen_by(Database& database, Principal who, AssetId id);

/// Whether `who` may look into the trash at all and take things out of it; for one asset `Right::Edit` is needed as
/// well.
bool may_restore(const Principal& who) noexcept;

/// The same, also when it lies in the trash and `who` may restore it.
Async<Result<SeenAsset>> find_asset_or_trash_seen_by(Database& database, Principal who, AssetId id);

/// What is known of an asset without a large document.
struct SeenHead {
    /// With `{}` as editorial metadata where `lacks_document`.
    SeenAsset seen;
    bool lacks_document{false};
    /// A JSON object.
    std::string technical_metadata{"{}"};
};
/// The same, read without its editorial metadata when that takes `from_bytes` or more in the database: telling how much
/// it takes costs nothing, to unpack and write it as text does.
Async<Result<SeenHead>> find_asset_head_seen_by(Database& database, Principal who, AssetId id, std::int32_t from_bytes);

/// The editorial metadata of an asset, and at which edit it is.
struct AssetDocument {
    AssetId asset;
    std::int64_t edit_version{0};
    std::optional<Timestamp> edited_at{};
    /// Nothing where it takes less than what was asked for.
    std::optional<std::string> text{};
};
/// Of those among `ids` that exist and do not lie in the trash, whoever may see them.
Async<Result<std::vector<AssetDocument>>> list_asset_documents(Database& database, std::vector<AssetId> ids,
                                                               std::int32_t from_bytes);

/// Those of `ids` that `who` may see and that do not lie in the trash, by id; nobody changes them until `tx` ends.
Async<Result<std::vector<SeenAsset>>> lock_assets_seen_by(Transaction& tx, Principal who, std::vector<AssetId> ids);

/// The same without waiting for anybody.
Async<Result<std::vector<SeenAsset>>> list_assets_seen_by(Database& database, Principal who, std::vector<AssetId> ids);
/// The same with those in the trash, which whoever could view them may hear of.
Async<Result<std::vector<SeenAsset>>> list_assets_or_trash_seen_by(Database& database, Principal who,
                                                                   std::vector<AssetId> ids);

/// The asset whose first master will not come is `failed`; false, and nothing is changed, where it has one.
Async<Result<bool>> fail_first_upload(Transaction& tx, AssetId id, std::string reason);

}  // namespace acervo
