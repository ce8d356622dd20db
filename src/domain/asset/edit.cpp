#include "domain/asset/edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace acervo {

AssetWords words_of(const Asset& asset) {
    return {.title = asset.title,
            .description = asset.description,
            .tags = asset.tags,
            .editorial_metadata = asset.editorial_metadata};
}

Result<void> EditCondition::check(std::int64_t edit_version) const {
    if (any || std::ranges::find(edits, edit_version) != edits.end()) return ok();
    return fail(ErrorKind::PreconditionFailed,
                fmt::format("the asset was edited in the meantime; it is at edit {}", edit_version));
}

Result<std::vector<std::string>> patched_tags(std::vector<std::string> tags, const AssetPatch& patch) {
    if (patch.tags) tags = *patch.tags;
    const std::set<std::string_view> removed{patch.remove_tags.begin(), patch.remove_tags.end()};
    std::erase_if(tags, [&removed](const std::string& tag) { return removed.contains(tag); });
    tags.insert(tags.end(), patch.add_tags.begin(), patch.add_tags.end());
    if (patch.tags || !patch.add_tags.empty()) tags = without_repeats(std::move(tags));
    if (tags.size() <= kMostTags) return tags;
    auto why = fmt::format("must have at most {} items", kMostTags);
    Error error{ErrorKind::InvalidInput, "/tags " + why};
    return fail(std::move(error).with_fields({{"/tags", std::move(why)}}));
}

std::vector<std::string> without_repeats(std::vector<std::string> tags) {
    std::set<std::string> seen;
    std::erase_if(tags, [&seen](const std::string& tag) { return !seen.insert(tag).second; });
    return tags;
}

}  // namespace acervo
