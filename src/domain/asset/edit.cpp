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

std::vector<std::string> without_repeats(std::vector<std::string> tags) {
    std::set<std::string> seen;
    std::erase_if(tags, [&seen](const std::string& tag) { return !seen.insert(tag).second; });
    return tags;
}

}  // namespace acervo
