#include "app/catalogue/edit_asset.hpp"

#include "app/access/access.hpp"
#include "app/catalogue/words.hpp"
#include "app/metadata/merge_patch.hpp"
#include "app/metadata/metadata_schemas.hpp"
#include "store/assets/edits.hpp"

namespace acervo {
namespace {

struct Change {
    Asset before;
    AssetWords after;
};
Async<Result<Change>> prepare(Transaction& tx, AssetId id, EditCondition upon, AssetPatch patch) {
    auto asset = CO_TRY(co_await lock_asset(tx, id));
    CO_TRY(upon.check(asset.edit_version));
    const bool touches_metadata = patch.editorial_metadata.has_value();
    auto words = CO_TRY(patched(asset, patch));
    if (touches_metadata) CO_TRY(co_await check_metadata(tx, asset.type, words.editorial_metadata));
    Change change{.before = std::move(asset), .after = std::move(words)};
    co_return change;
}

Async<Result<Asset>> edit(Transaction& tx, Caller caller, AssetId id, EditCondition upon, AssetPatch patch) {
    auto change = CO_TRY(co_await prepare(tx, id, std::move(upon), std::move(patch)));
    co_return co_await say(tx, std::move(caller), std::move(change.before), std::move(change.after));
}

Async<Result<void>> rehearse(Transaction& tx, AssetId id, EditCondition upon, AssetPatch patch) {
    CO_TRY(co_await prepare(tx, id, std::move(upon), std::move(patch)));
    co_return ok();
}

Async<Result<Asset>> restore(Transaction& tx, Caller caller, AssetId id, EditCondition upon,
                             std::int64_t edit_version) {
    auto asset = CO_TRY(co_await lock_asset(tx, id));
    CO_TRY(upon.check(asset.edit_version));
    auto words = CO_TRY(co_await find_edit(tx, id, edit_version));
    if (compact_json(words.editorial_metadata) != compact_json(asset.editorial_metadata)) {
        CO_TRY(co_await check_metadata(tx, asset.type, words.editorial_metadata));
    }
    co_return co_await say(tx, std::move(caller), std::move(asset), std::move(words), edit_version);
}

}  // namespace

Async<Result<Asset>> edit_asset(Catalogue& catalogue, Caller caller, AssetId id, EditCondition upon, AssetPatch patch) {
    CO_TRY(co_await asset_for(catalogue.database, caller, id, Right::Edit));
    const auto work = [&](Transaction& tx) { return edit(tx, caller, id, upon, patch); };
    co_return co_await in_transaction(catalogue.database, work);
}

Async<Result<void>> rehearse_edit(Catalogue& catalogue, Caller caller, AssetId id, EditCondition upon,
                                  AssetPatch patch) {
    CO_TRY(co_await asset_for(catalogue.database, std::move(caller), id, Right::Edit));
    const auto work = [&](Transaction& tx) { return rehearse(tx, id, upon, patch); };
    co_return co_await in_transaction(catalogue.database, work);
}

Async<Result<EditPage>> list_edit_page(Catalogue& catalogue, Caller caller, AssetId id,
                                       std::optional<std::int64_t> before, int limit) {
    CO_TRY(co_await asset_for(catalogue.database, std::move(caller), id, Right::View));
    EditPage page{.edits = CO_TRY(co_await list_edits(catalogue.database, id, before, limit + 1)),
                  .next = std::nullopt};
    if (page.edits.size() > static_cast<std::size_t>(limit)) {
        page.edits.pop_back();
        page.next = page.edits.back().edit_version;
    }
    co_return page;
}

Async<Result<Asset>> restore_edit(Catalogue& catalogue, Caller caller, AssetId id, EditCondition upon,
                                  std::int64_t edit_version) {
    CO_TRY(co_await asset_for(catalogue.database, caller, id, Right::Edit));
    const auto work = [&](Transaction& tx) { return restore(tx, caller, id, upon, edit_version); };
    co_return co_await in_transaction(catalogue.database, work);
}

}  // namespace acervo
