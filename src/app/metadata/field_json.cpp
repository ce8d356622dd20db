#include "app/metadata/field_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "core/utf8.hpp"

namespace acervo {
namespace {

namespace json = boost::json;

template <class Value>
void put(json::object& into, std::string_view name, const std::optional<Value>& value) {
    if (value) into[name] = *value;
}

template <class Value>
std::optional<Value> get(const json::object& from, std::string_view name) {
    const auto* value = from.if_contains(name);
    if (value == nullptr) return std::nullopt;
    return value->to_number<Value>();
}

json::array labels_to_json(const std::vector<FieldLabel>& labels) {
    json::array array;
    for (const auto& label : labels) array.push_back(json::object{{"language", label.language}, {"text", label.text}});
    return array;
}

std::string text_of(const json::value& value) { return std::string{value.as_string()}; }

std::vector<FieldLabel> labels_from(const json::value& value) {
    std::vector<FieldLabel> labels;
    for (const auto& label : value.as_array()) {
        labels.push_back({.language = text_of(label.at("language")), .text = text_of(label.at("text"))});
    }
    return labels;
}

json::object to_object(const Field& field) {
    json::object object{{"name", field.name},
                        {"type", name_of(field.type)},
                        {"list", field.list},
                        {"required", field.required},
                        {"labels", labels_to_json(field.labels)}};
    put(object, "min_length", field.min_length);
    put(object, "max_length", field.max_length);
    put(object, "minimum", field.minimum);
    put(object, "maximum", field.maximum);
    put(object, "max_items", field.max_items);
    json::array choices;
    for (const auto& choice : field.choices) {
        choices.push_back(json::object{{"value", choice.value}, {"labels", labels_to_json(choice.labels)}});
    }
    object["choices"] = std::move(choices);
    return object;
}

Field field_from(const json::object& object) {
    Field field{.name = text_of(object.at("name")),
                .type = parse_field_type(object.at("type").as_string()).value(),
                .list = object.at("list").as_bool(),
                .required = object.at("required").as_bool(),
                .labels = labels_from(object.at("labels")),
                .min_length = get<int>(object, "min_length"),
                .max_length = get<int>(object, "max_length"),
                .minimum = get<std::int64_t>(object, "minimum"),
                .maximum = get<std::int64_t>(object, "maximum"),
                .max_items = get<int>(object, "max_items")};
    for (const auto& choice : object.at("choices").as_array()) {
        field.choices.push_back({.value = text_of(choice.at("value")), .labels = labels_from(choice.at("labels"))});
    }
    return field;
}

/// Why the value is not as the field says; empty when it is.
std::string objection_to_text(std::string_view text, const Field& field) {
    switch (field.type) {
        case FieldType::Date:
            return is_date(text) ? "" : "must be a day as in 2026-01-31";
        case FieldType::DateTime:
            return is_date_time(text) ? "" : "must be a date and time as in RFC 3339";
        case FieldType::Choice: {
            const bool is_known = std::ranges::find(field.choices, text, &FieldChoice::value) != field.choices.end();
            return is_known ? "" : "is not in the vocabulary";
        }
        default:
            break;
    }
    const auto length = static_cast<std::int64_t>(code_points(text));
    if (field.min_length && length < *field.min_length) {
        return fmt::format("must have at least {} characters", *field.min_length);
    }
    if (field.max_length && length > *field.max_length) {
        return fmt::format("must have at most {} characters", *field.max_length);
    }
    return "";
}

std::string objection_to_number(const json::value& value, const Field& field) {
    const bool is_integer = value.is_int64() || value.is_uint64();
    if (field.type == FieldType::Integer && !is_integer) return "must be an integer";
    if (!value.is_number()) return "must be a number";
    const auto below = [&](std::int64_t limit) {
        if (value.is_int64()) return value.get_int64() < limit;
        return value.is_double() && value.get_double() < static_cast<double>(limit);
    };
    const auto above = [&](std::int64_t limit) {
        if (value.is_int64()) return value.get_int64() > limit;
        return value.is_uint64() || value.get_double() > static_cast<double>(limit);
    };
    if (field.minimum && below(*field.minimum)) return fmt::format("must not be less than {}", *field.minimum);
    if (field.maximum && above(*field.maximum)) return fmt::format("must not be more than {}", *field.maximum);
    return "";
}

std::string objection(const json::value& value, const Field& field) {
    switch (field.type) {
        case FieldType::Integer:
        case FieldType::Number:
            return objection_to_number(value, field);
        case FieldType::Boolean:
            return value.is_bool() ? "" : "must be true or false";
        default:
            return value.is_string() ? objection_to_text(value.get_string(), field) : "must be a text";
    }
}

/// RFC 6901 §3.
std::string escaped(std::string_view name) {
    std::string out;
    for (const char c : name) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return out;
}

void check(const json::value& value, const Field& field, const std::string& place, std::vector<FieldError>& faults) {
    if (!field.list) {
        if (auto why = objection(value, field); !why.empty()) faults.push_back({place, std::move(why)});
        return;
    }
    const auto* list = value.if_array();
    if (list == nullptr) {
        faults.push_back({place, "must be a list"});
        return;
    }
    if (field.max_items && std::cmp_greater(list->size(), *field.max_items)) {
        faults.push_back({place, fmt::format("must have at most {} items", *field.max_items)});
    }
    if (field.required && list->empty()) faults.push_back({place, "is required"});
    for (std::size_t i = 0; i < list->size(); ++i) {
        auto why = objection((*list)[i], field);
        if (!why.empty()) faults.push_back({fmt::format("{}/{}", place, i), std::move(why)});
    }
}

}  // namespace

std::string to_json(const std::vector<Field>& fields) {
    json::array array;
    for (const auto& field : fields) array.push_back(to_object(field));
    return json::serialize(array);
}

Result<std::vector<Field>> fields_from_json(std::string_view text) {
    try {
        std::vector<Field> fields;
        const auto parsed = json::parse(text);
        for (const auto& field : parsed.as_array()) fields.push_back(field_from(field.as_object()));
        return fields;
    } catch (const std::exception& thrown) {  // Boost.JSON throws for what is not there; nobody but `to_json` writes it
        return fail(ErrorKind::Internal, fmt::format("a metadata schema cannot be read: {}", thrown.what()));
    }
}

std::vector<FieldError> faults_of(std::string_view metadata, const std::vector<Field>& fields) {
    constexpr auto kRoot = "/editorial_metadata/";
    std::vector<FieldError> faults;
    json::parse_options options;
    options.max_depth = 64;
    const auto parsed = json::parse(metadata, {}, options);
    const auto& object = parsed.as_object();
    for (const auto& field : fields) {
        const auto* value = object.if_contains(field.name);
        if (value != nullptr) {
            check(*value, field, kRoot + field.name, faults);
        } else if (field.required) {
            faults.push_back({kRoot + field.name, "is required"});
        }
    }
    for (const auto& [name, value] : object) {
        const bool is_known = std::ranges::find(fields, name, &Field::name) != fields.end();
        if (!is_known) faults.push_back({kRoot + escaped(name), "is no field of this type of asset"});
    }
    return faults;
}

}  // namespace acervo
