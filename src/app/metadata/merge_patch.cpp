#include "app/metadata/merge_patch.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

namespace acervo {
namespace {

namespace json = boost::json;

// What comes here was read as JSON before, by the contract's decoder or by PostgreSQL: as deep as these allow.
json::value read(std::string_view text) {
    json::parse_options options;
    options.max_depth = 64;
    return json::parse(text, {}, options);
}

void merge(json::object& target, const json::object& patch) {
    for (const auto& [name, change] : patch) {
        if (change.is_null()) {
            target.erase(name);
        } else if (change.is_object()) {
            auto& inner = target[name];
            if (!inner.is_object()) inner.emplace_object();
            merge(inner.get_object(), change.get_object());
        } else {
            target[name] = change;
        }
    }
}

}  // namespace

Result<std::string> merge_patch(std::string_view target, std::string_view patch) {
    if (patch.empty()) return std::string{"{}"};
    auto merged = read(target);
    merge(merged.as_object(), read(patch).as_object());
    auto text = json::serialize(merged);
    if (text.size() > kMostMetadataBytes) {
        auto why = fmt::format("must have at most {} bytes with what is there already", kMostMetadataBytes);
        Error error{ErrorKind::InvalidInput, "/editorial_metadata " + why};
        return fail(std::move(error).with_fields({{"/editorial_metadata", std::move(why)}}));
    }
    return text;
}

std::string compact_json(std::string_view object) { return json::serialize(read(object)); }

}  // namespace acervo
