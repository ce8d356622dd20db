#include "app/jobs/bulk_order.hpp"

#include <boost/json.hpp>

namespace acervo {
namespace {

namespace json = boost::json;

Error wrong(std::string pointer, std::string why) {
    Error error{ErrorKind::InvalidInput, pointer + " " + why};
    return std::move(error).with_fields({{std::move(pointer), std::move(why)}});
}

std::string text_of(const json::value& value) { return std::string{value.as_string()}; }

Timestamp time_of(const json::value& value) { return Timestamp{Timestamp::duration{value.as_int64()}}; }

template <class Item, class ToText>
json::array array_of(const std::vector<Item>& items, ToText to_text) {
    json::array array;
    for (const auto& item : items) array.emplace_back(to_text(item));
    return array;
}

json::array names_in(const auto& values) {
    return array_of(values, [](auto value) { return json::string{name_of(value)}; });
}
json::array ids_in(const std::vector<AssetId>& ids) {
    return array_of(ids, [](AssetId id) { return json::string{id.to_string()}; });
}
json::array texts_in(const std::vector<std::string>& texts) {
    return array_of(texts, [](const std::string& text) { return json::string{text}; });
}

template <class FromText>
auto list_of(const json::value& array, FromText from_text) {
    std::vector<decltype(from_text(std::string_view{}))> items;
    for (const auto& item : array.as_array()) items.push_back(from_text(item.as_string()));
    return items;
}
std::vector<AssetId> ids_of(const json::value& array) {
    return list_of(array, [](std::string_view text) { return AssetId::parse(text).value(); });
}
std::vector<std::string> texts_of(const json::value& array) {
    return list_of(array, [](std::string_view text) { return std::string{text}; });
}

json::object to_object(const AssetFilter& filter) {
    json::object object{{"types", names_in(filter.types)}, {"statuses", names_in(filter.statuses)}};
    if (filter.collection) object["collection"] = filter.collection->to_string();
    if (filter.created_from) object["created_from"] = filter.created_from->time_since_epoch().count();
    if (filter.created_before) object["created_before"] = filter.created_before->time_since_epoch().count();
    if (filter.tag) object["tag"] = *filter.tag;
    return object;
}

AssetFilter filter_from(const json::object& object) {
    AssetFilter filter{
        .types = list_of(object.at("types"), [](std::string_view name) { return parse_asset_type(name).value(); }),
        .statuses =
            list_of(object.at("statuses"), [](std::string_view name) { return parse_asset_status(name).value(); })};
    if (const auto* id = object.if_contains("collection")) {
        filter.collection = CollectionId::parse(id->as_string()).value();
    }
    if (const auto* at = object.if_contains("created_from")) {
        filter.created_from = time_of(*at);
    }
    if (const auto* at = object.if_contains("created_before")) {
        filter.created_before = time_of(*at);
    }
    if (const auto* tag = object.if_contains("tag")) filter.tag = text_of(*tag);
    return filter;
}

json::object to_object(const AssetPatch& patch) {
    json::object object{{"remove_tags", texts_in(patch.remove_tags)}, {"add_tags", texts_in(patch.add_tags)}};
    if (patch.title) object["title"] = *patch.title;
    if (patch.description) object["description"] = *patch.description;
    if (patch.tags) object["tags"] = texts_in(*patch.tags);
    // As text: as JSON the database would lose the difference between nothing and an empty patch.
    if (patch.editorial_metadata) object["editorial_metadata"] = *patch.editorial_metadata;
    return object;
}

AssetPatch patch_from(const json::object& object) {
    AssetPatch patch{.remove_tags = texts_of(object.at("remove_tags")), .add_tags = texts_of(object.at("add_tags"))};
    if (const auto* title = object.if_contains("title")) patch.title = text_of(*title);
    if (const auto* description = object.if_contains("description")) patch.description = text_of(*description);
    if (const auto* tags = object.if_contains("tags")) patch.tags = texts_of(*tags);
    if (const auto* patched = object.if_contains("editorial_metadata")) patch.editorial_metadata = text_of(*patched);
    return patch;
}

}  // namespace

Result<void> BulkSelection::check() const {
    if (query.has_value() == !assets.empty()) {
        return fail(wrong("/selection", "must have either query or asset_ids"));
    }
    if (!query && !excluded.empty()) return fail(wrong("/selection/excluded", "belongs to a query"));
    return ok();
}

Result<void> BulkOrder::check() const {
    if (auto checked = selection.check(); !checked) return checked;
    const bool changes = change.title || change.description || change.tags || change.editorial_metadata ||
                         !change.remove_tags.empty() || !change.add_tags.empty();
    if (!changes) return fail(wrong("/change", "must change something"));
    return ok();
}

std::string to_json(const BulkOrder& order) {
    json::object selection{{"excluded", ids_in(order.selection.excluded)}, {"assets", ids_in(order.selection.assets)}};
    if (order.selection.query) selection["query"] = to_object(*order.selection.query);
    const json::object object{{"selection", std::move(selection)}, {"change", to_object(order.change)}};
    return json::serialize(object);
}

Result<BulkOrder> bulk_order_from_json(std::string_view text) {
    try {
        const auto object = json::parse(text).as_object();
        const auto& selection = object.at("selection").as_object();
        BulkOrder order{
            .selection = {.excluded = ids_of(selection.at("excluded")), .assets = ids_of(selection.at("assets"))},
            .change = patch_from(object.at("change").as_object())};
        if (const auto* query = selection.if_contains("query")) order.selection.query = filter_from(query->as_object());
        return order;
    } catch (const std::exception& error) {
        return fail(ErrorKind::Internal, std::string{"the order of a job cannot be read: "} + error.what());
    }
}

}  // namespace acervo
