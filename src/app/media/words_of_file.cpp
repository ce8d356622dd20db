#include "app/media/words_of_file.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <optional>

#include "app/catalogue/words.hpp"
#include "app/media/embedded_json.hpp"
#include "app/metadata/field_json.hpp"
#include "app/metadata/merge_patch.hpp"
#include "app/metadata/metadata_schemas.hpp"
#include "core/utf8.hpp"
#include "store/assets/edits.hpp"

namespace acervo {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestTitle = 500;
constexpr std::size_t kLongestDescription = 10'000;
constexpr std::size_t kDay = 10;

/// As a field of this type has it.
json::value shaped(const Field& field, const json::value& value) {
    if (field.list) return value.is_array() ? value : json::value(json::array{value});
    if (value.is_array()) {
        std::string all;
        for (const auto& one : value.get_array()) {
            if (!all.empty()) all += "; ";
            if (one.is_string()) all += one.get_string();
        }
        return json::value(std::string_view{all});
    }
    if (field.type == FieldType::Date && value.is_string()) {
        return json::value(std::string_view{value.get_string()}.substr(0, kDay));
    }
    return value;
}

/// A patch of what the file says for the site's fields; what does not fit into one is left out.
json::object members_for(const std::vector<Field>& fields, const SaidByPeople& said, const EmbeddedMetadata& file) {
    const auto all = json::parse(to_json(file)).as_object();
    json::object members;
    for (const auto& field : fields) {
        const auto* value = all.if_contains(field.name);
        if (value == nullptr || value->is_object() || said.members.contains(field.name)) continue;
        const json::object alone{{field.name, shaped(field, *value)}};
        if (faults_of(json::serialize(alone), {field}).empty()) members[field.name] = alone.at(field.name);
    }
    return members;
}

}  // namespace

AssetWords with_words_of_file(AssetWords words, const SaidByPeople& said, const EmbeddedMetadata& file,
                              const MetadataSchema& schema) {
    const auto& title = file.headline.empty() ? file.title : file.headline;
    if (!said.title && !title.empty()) words.title = first_code_points(title, kLongestTitle);
    if (!said.description && !file.caption.empty()) {
        words.description = first_code_points(file.caption, kLongestDescription);
    }
    if (!said.tags && !file.keywords.empty()) {
        words.tags = file.keywords;
        if (words.tags.size() > kMostTags) words.tags.resize(kMostTags);
    }
    const auto members = schema.fields ? members_for(*schema.fields, said, file) : json::object{};
    if (members.empty()) return words;
    // There may be no room for them.
    if (auto merged = merge_patch(words.editorial_metadata, json::serialize(members))) {
        words.editorial_metadata = *std::move(merged);
    }
    return words;
}

Async<Result<void>> take_words_of_file(Transaction& tx, AssetId id, EmbeddedMetadata file) {
    auto asset = co_await lock_asset(tx, id);
    if (!asset && asset.error().kind() == ErrorKind::NotFound) co_return ok();
    if (!asset) co_return fail(std::move(asset).error());
    const auto said = CO_TRY(co_await find_said_by_people(tx, id));
    const auto schema = CO_TRY(co_await hold_metadata_schema_of(tx, asset->type));
    auto words = with_words_of_file(words_of(*asset), said, file, schema);
    CO_TRY(co_await say_of_file(tx, *std::move(asset), std::move(words)));
    co_return ok();
}

}  // namespace acervo
