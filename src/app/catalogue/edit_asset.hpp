#pragma once

#include <optional>
#include <vector>

#include "app/catalogue/catalogue.hpp"
#include "domain/asset/edit.hpp"

namespace acervo {

/// The asset as it is after the change; as it was when the patch changes nothing. NotFound and Forbidden as
/// `asset_for`; PreconditionFailed when the asset is at another edit than `upon` says; InvalidInput, with the fields,
/// when what comes out is not as the site's metadata schema says.
Async<Result<Asset>> edit_asset(Catalogue& catalogue, Caller caller, AssetId asset, EditCondition upon,
                                AssetPatch patch);

/// The same errors, and nothing is changed.
Async<Result<void>> rehearse_edit(Catalogue& catalogue, Caller caller, AssetId asset, EditCondition upon,
                                  AssetPatch patch);

struct EditPage {
    std::vector<AssetEdit> edits;
    /// The `before` of the next page.
    std::optional<std::int64_t> next;
};
/// Newest first. NotFound as `show_asset`.
Async<Result<EditPage>> list_edit_page(Catalogue& catalogue, Caller caller, AssetId asset,
                                       std::optional<std::int64_t> before, int limit);

/// Says again, as a new edit, what was said at `edit_version`. Errors as of `edit_asset`; NotFound also when the asset
/// was never at that edit.
Async<Result<Asset>> restore_edit(Catalogue& catalogue, Caller caller, AssetId asset, EditCondition upon,
                                  std::int64_t edit_version);

}  // namespace acervo
