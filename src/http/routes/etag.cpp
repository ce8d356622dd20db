#include "http/routes/etag.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "http/generated/encode.hpp"
#include "http/problem/problem.hpp"
#include "http/routes/endpoint.hpp"
#include "http/routes/views.hpp"

namespace acervo::http {
namespace {

struct EntityTag {
    bool is_weak{false};
    /// Without its quotes.
    std::string_view value;
};

void skip_space(std::string_view& text) { text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size())); }

/// The list of entity tags of RFC 9110 §8.8.3; nothing when the text is none.
std::optional<std::vector<EntityTag>> tags_of(std::string_view text) {
    std::vector<EntityTag> tags;
    for (skip_space(text); !text.empty(); skip_space(text)) {
        if (!tags.empty()) {
            if (text.front() != ',') return std::nullopt;
            text.remove_prefix(1);
            skip_space(text);
        }
        EntityTag tag;
        tag.is_weak = text.starts_with("W/");
        if (tag.is_weak) text.remove_prefix(2);
        if (!text.starts_with('"')) return std::nullopt;
        const auto end = text.find('"', 1);
        if (end == std::string_view::npos) return std::nullopt;
        tag.value = text.substr(1, end - 1);
        tags.push_back(tag);
        text.remove_prefix(end + 1);
    }
    if (tags.empty()) return std::nullopt;
    return tags;
}

/// The edit of a tag that `etag_of` made, with or without the version.
std::optional<std::int64_t> edit_of(const EntityTag& tag) {
    const auto edit = tag.value.substr(0, tag.value.find('.'));
    std::int64_t number = 0;
    const auto* const end = edit.data() + edit.size();
    const auto parsed = std::from_chars(edit.data(), end, number);
    if (tag.is_weak || parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
    return number;
}

}  // namespace

std::string etag_of(const Asset& asset) { return fmt::format("\"{}.{}\"", asset.edit_version, asset.version); }

Response asset_response(const Asset& asset, const std::string& technical_metadata) {
    auto view = view_of(asset);
    if (technical_metadata != "{}") view.technical_metadata = technical_metadata;
    auto response = json_response(200, encode(view));
    response.headers.set("ETag", etag_of(asset));
    return response;
}

Result<EditCondition> edit_condition(const std::optional<std::string>& if_match) {
    if (!if_match) {
        return fail(precondition_required("send If-Match with the ETag of the asset you change, or *"));
    }
    if (*if_match == "*") return EditCondition{.any = true, .edits = {}};
    const auto tags = tags_of(*if_match);
    if (!tags) {
        Error malformed{ErrorKind::InvalidInput, "If-Match must be * or a list of entity tags in quotes"};
        return fail(std::move(malformed).with_fields({{"If-Match", "must be * or a list of entity tags in quotes"}}));
    }
    EditCondition condition;
    for (const auto& tag : *tags) {
        if (const auto edit = edit_of(tag)) condition.edits.push_back(*edit);
    }
    return condition;
}

bool is_named(const std::optional<std::string>& if_none_match, std::string_view etag) {
    if (!if_none_match) return false;
    if (*if_none_match == "*") return true;
    const auto tags = tags_of(*if_none_match);
    if (!tags) return false;
    const auto value = etag.substr(1, etag.size() - 2);
    return std::ranges::any_of(*tags, [value](const EntityTag& tag) { return tag.value == value; });
}

}  // namespace acervo::http
