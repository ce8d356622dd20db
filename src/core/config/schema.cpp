#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "core/config.hpp"
#include "core/config/value.hpp"

namespace acervo::config {
namespace {

namespace json = boost::json;

json::value fallback_of(const KeyInfo& key) {
    if (const auto* list = std::get_if<std::vector<std::string>>(&key.fallback)) {
        return json::array(list->begin(), list->end());
    }
    if (const auto* truth = std::get_if<bool>(&key.fallback)) return *truth;
    if (const auto* text = std::get_if<std::string>(&key.fallback)) return json::value(*text);
    const auto number = std::get<std::int64_t>(key.fallback);
    if (key.type == Type::Duration) return json::value(format_duration(number));
    if (key.type == Type::Bytes) return json::value(format_bytes(number));
    return number;
}

void describe_number(json::object& out, const KeyInfo& key) {
    if (key.type == Type::Integer) {
        out["type"] = "integer";
        out["minimum"] = key.lowest;
        if (key.highest != std::numeric_limits<std::int64_t>::max()) out["maximum"] = key.highest;
        return;
    }
    const auto is_duration = key.type == Type::Duration;
    const auto format = is_duration ? &format_duration : &format_bytes;
    if (is_duration) {
        out["type"] = "string";
        out["pattern"] = "^([0-9]+(d|h|m|s|ms|us|ns))+$";
    } else {
        out["type"] = json::array{"string", "integer"};
        out["pattern"] = "^[0-9]+([KMGT]iB|[kMGT]B|B)?$";
    }
    // JSON Schema cannot compare such texts: the bounds are for people and tools of our own.
    out["x-minimum"] = format(key.lowest);
    if (key.highest != std::numeric_limits<std::int64_t>::max()) out["x-maximum"] = format(key.highest);
}

void describe_type(json::object& out, const KeyInfo& key) {
    switch (key.type) {
        case Type::Text:
        case Type::Secret:
            out["type"] = "string";
            if (!key.choices.empty()) out["enum"] = json::array(key.choices.begin(), key.choices.end());
            return;
        case Type::Boolean:
            out["type"] = "boolean";
            return;
        case Type::TextList:
            out["type"] = "array";
            out["items"] = {{"type", "string"}};
            return;
        case Type::Integer:
        case Type::Duration:
        case Type::Bytes:
            describe_number(out, key);
            return;
    }
}

json::object describe_key(const KeyInfo& key) {
    json::object out;
    out["description"] = key.doc;
    describe_type(out, key);
    if (key.is_secret()) {
        out["writeOnly"] = true;
    } else {
        out["default"] = fallback_of(key);
    }
    if (key.required) out["x-required"] = true;
    if (!key.variables.empty()) out["x-environment"] = json::array(key.variables.begin(), key.variables.end());
    return out;
}

json::object describe_section(const SectionInfo& section) {
    json::object properties;
    for (const auto& key : section.keys) {
        properties[key.name] = describe_key(key);
        if (!key.is_secret()) continue;
        properties[key.name + "_file"] = {{"type", "string"},
                                          {"description", "Path of a file that holds `" + key.name + "`"}};
    }
    json::object out;
    out["type"] = "object";
    out["description"] = section.doc;
    out["additionalProperties"] = false;
    out["properties"] = std::move(properties);
    return out;
}

}  // namespace

std::string Document::schema() const {
    json::object properties;
    for (const auto& section : sections_) properties[section.name] = describe_section(section);
    json::object out;
    out["$schema"] = "https://json-schema.org/draft/2020-12/schema";
    out["title"] = "Configuration of Acervo";
    out["type"] = "object";
    out["additionalProperties"] = false;
    out["properties"] = std::move(properties);
    return json::serialize(out);
}

}  // namespace acervo::config
