#include "app/catalogue/edit_asset.hpp"

#include <fmt/format.h>

#include "app/access/access.hpp"
#include "app/access/audited.hpp"
#include "app/metadata/merge_patch.hpp"
#include "app/metadata/metadata_schemas.hpp"
#include "store/assets/edits.hpp"
#include "store/outbox/outbox.hpp"

namespace acervo {
namespace {

Result<AssetWords> patched(const Asset& asset, AssetPatch patch) {
    auto words = words_of(asset);
    if (patch.title) words.title = *std::move(patch.title);
    if (patch.description) words.description = *std::move(patch.description);
    if (patch.tags) words.tags = without_repeats(*std::move(patch.tags));
    if (patch.editorial_metadata) {
        auto merged = merge_patch(words.editorial_metadata, *patch.editorial_metadata);
        if (!merged) return fail(std::move(merged).error());
        words.editorial_metadata = *std::move(merged);
    }
    return words;
}

/// The names of what differs, with commas.
std::string changes(const Asset& before, const AssetWords& after) {
    std::string names;
    const auto add = [&names](bool differs, std::string_view name) {
        if (differs) names.append(names.empty() ? "" : ",").append(name);
    };
    add(before.title != after.title, "title");
    add(before.description != after.description, "description");
    add(before.tags != after.tags, "tags");
    add(compact_json(before.editorial_metadata) != compact_json(after.editorial_metadata), "editorial_metadata");
    return names;
}

/// The one way in which words of an asset are changed by one person at one time.
Async<Result<Asset>> say(Transaction& tx, Caller caller, Asset asset, AssetWords words,
                         std::optional<std::int64_t> restored = std::nullopt) {
    auto fields = changes(asset, words);
    if (fields.empty()) co_return asset;
    auto edited = CO_TRY(co_await update_words(tx, asset.id, std::move(words), caller.principal.user));
    AuditDetails details{{"edit_version", std::to_string(edited.edit_version)}, {"fields", std::move(fields)}};
    if (restored) details.emplace_back("restored", std::to_string(*restored));
    auto line = audit_line(caller, "asset.edit", "asset", asset.id, details);
    CO_TRY(co_await append_audit(tx, std::move(line)));
    CO_TRY(co_await add_event(tx, "asset.updated", asset.id));
    co_return edited;
}

struct Change {
    Asset before;
    AssetWords after;
};
Async<Result<Change>> prepare(Transaction& tx, AssetId id, EditCondition upon, AssetPatch patch) {
    auto asset = CO_TRY(co_await lock_asset(tx, id));
    CO_TRY(upon.check(asset.edit_version));
    const bool touches_metadata = patch.editorial_metadata.has_value();
    auto words = CO_TRY(patched(asset, std::move(patch)));
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
