#include "app/catalogue/words.hpp"

#include "app/access/audited.hpp"
#include "app/metadata/merge_patch.hpp"
#include "store/assets/edits.hpp"
#include "store/outbox/outbox.hpp"

namespace acervo {
namespace {

bool is_same_json(const std::string& a, const std::string& b) { return a == b || compact_json(a) == compact_json(b); }

/// What differs.
NewWords changes(const Asset& before, AssetWords after) {
    NewWords words{.asset = before.id};
    if (before.title != after.title) words.title = std::move(after.title);
    if (before.description != after.description) words.description = std::move(after.description);
    if (before.tags != after.tags) words.tags = std::move(after.tags);
    if (!is_same_json(before.editorial_metadata, after.editorial_metadata)) {
        words.editorial_metadata = std::move(after.editorial_metadata);
    }
    return words;
}

/// The names of what is given, with commas.
std::string names_of(const NewWords& words) {
    std::string names;
    const auto add = [&names](bool given, std::string_view name) {
        if (given) names.append(names.empty() ? "" : ",").append(name);
    };
    add(words.title.has_value(), "title");
    add(words.description.has_value(), "description");
    add(words.tags.has_value(), "tags");
    add(words.editorial_metadata.has_value(), "editorial_metadata");
    return names;
}

}  // namespace

Result<AssetWords> patched(const Asset& asset, const AssetPatch& patch) {
    auto words = words_of(asset);
    if (patch.title) words.title = *patch.title;
    if (patch.description) words.description = *patch.description;
    auto tags = patched_tags(std::move(words.tags), patch);
    if (!tags) return fail(std::move(tags).error());
    words.tags = *std::move(tags);
    if (patch.editorial_metadata) {
        auto merged = merge_patch(words.editorial_metadata, *patch.editorial_metadata);
        if (!merged) return fail(std::move(merged).error());
        words.editorial_metadata = *std::move(merged);
    }
    return words;
}

Async<Result<Asset>> say(Transaction& tx, Caller caller, Asset asset, AssetWords words,
                         std::optional<std::int64_t> restored) {
    auto fields = names_of(changes(asset, words));
    if (fields.empty()) co_return asset;
    auto edited = CO_TRY(co_await update_words(tx, asset.id, std::move(words), caller.principal.user));
    AuditDetails details{{"edit_version", std::to_string(edited.edit_version)}, {"fields", std::move(fields)}};
    if (restored) details.emplace_back("restored", std::to_string(*restored));
    auto line = audit_line(caller, "asset.edit", "asset", asset.id, details);
    CO_TRY(co_await append_audit(tx, std::move(line)));
    CO_TRY(co_await add_event(tx, "asset.updated", asset.id));
    co_return edited;
}

Async<Result<Asset>> say_of_file(Transaction& tx, Asset asset, AssetWords words) {
    auto fields = names_of(changes(asset, words));
    if (fields.empty()) co_return asset;
    auto edited = CO_TRY(co_await update_words(tx, asset.id, std::move(words), std::nullopt));
    const AuditDetails details{
        {"edit_version", std::to_string(edited.edit_version)}, {"fields", std::move(fields)}, {"source", "file"}};
    CO_TRY(co_await append_audit(tx, {.actor = std::nullopt,
                                      .action = "asset.edit",
                                      .object_type = "asset",
                                      .object_id = asset.id.to_string(),
                                      .request_id = {},
                                      .details = to_json(details)}));
    CO_TRY(co_await add_event(tx, "asset.updated", asset.id));
    co_return edited;
}

Async<Result<std::map<AssetId, std::int64_t>>> say_all(Transaction& tx, Caller caller, std::vector<Saying> sayings,
                                                       JobId job) {
    std::vector<NewWords> words;
    std::map<AssetId, std::int64_t> before;
    std::map<AssetId, std::string> fields;
    for (auto& saying : sayings) {
        auto differs = changes(saying.asset, std::move(saying.words));
        auto names = names_of(differs);
        if (names.empty()) continue;
        before.emplace(saying.asset.id, saying.asset.edit_version);
        fields.emplace(saying.asset.id, std::move(names));
        words.push_back(std::move(differs));
    }
    if (words.empty()) co_return std::map<AssetId, std::int64_t>{};
    auto at = CO_TRY(co_await update_words(tx, std::move(words), caller.principal.user));
    // The database compares values: what is another text of the same JSON was no edit.
    std::erase_if(at, [&before](const auto& one) { return before.at(one.first) == one.second; });
    AuditSeries lines{.actor = caller.principal.user,
                      .action = "asset.edit",
                      .object_type = "asset",
                      .request_id = caller.request_id,
                      .object_ids = {},
                      .details = {}};
    std::vector<AssetId> edited;
    for (const auto& [asset, edit_version] : at) {
        edited.push_back(asset);
        lines.object_ids.push_back(asset.to_string());
        lines.details.push_back(to_json(AuditDetails{
            {"edit_version", std::to_string(edit_version)}, {"fields", fields.at(asset)}, {"job", job.to_string()}}));
    }
    CO_TRY(co_await append_audit(tx, std::move(lines)));
    CO_TRY(co_await add_events(tx, "asset.updated", std::move(edited)));
    co_return at;
}

}  // namespace acervo
