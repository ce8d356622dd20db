#include "app/spreadsheet/metadata_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "app/metadata/merge_patch.hpp"
#include "core/csv.hpp"

namespace acervo {
namespace {

namespace json = boost::json;

constexpr auto kRoot = "/editorial_metadata/";

json::object read_object(std::string_view text) {
    json::parse_options options;
    options.max_depth = 64;
    return json::parse(text, {}, options).as_object();
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

const Field* find_field(const std::optional<std::vector<Field>>& fields, std::string_view name) {
    if (!fields) return nullptr;
    const auto found = std::ranges::find(*fields, name, &Field::name);
    return found == fields->end() ? nullptr : &*found;
}

/// As text; nothing when it is not of the field's type, and would not be read back as what it is.
std::optional<std::string> text_of(const json::value& value, FieldType type) {
    switch (type) {
        case FieldType::Integer:
            if (!value.is_int64() && !value.is_uint64()) return std::nullopt;
            return json::serialize(value);
        case FieldType::Number:
            if (value.is_double()) return fmt::format("{}", value.get_double());
            return value.is_number() ? std::optional{json::serialize(value)} : std::nullopt;
        case FieldType::Boolean:
            return value.is_bool() ? std::optional{json::serialize(value)} : std::nullopt;
        default:
            if (!value.is_string() || value.get_string().empty()) return std::nullopt;
            return std::string{value.get_string()};
    }
}

bool is_text(FieldType type) {
    return type != FieldType::Integer && type != FieldType::Number && type != FieldType::Boolean;
}

std::optional<std::string> list_text_of(const json::value& value, FieldType type) {
    const auto* list = value.if_array();
    if (list == nullptr || list->empty()) return std::nullopt;
    std::vector<std::string> texts;
    for (const auto& item : *list) {
        auto text = text_of(item, type);
        if (!text) return std::nullopt;
        texts.push_back(*std::move(text));
    }
    return list_cell(texts);
}

/// The cell of a field; nothing when its value must go with those that have no column.
std::optional<std::string> cell_of(const json::value& value, const Field* field) {
    const auto type = field == nullptr ? FieldType::Text : field->type;
    const bool list = field != nullptr && field->list;
    auto text = list ? list_text_of(value, type) : text_of(value, type);
    // A number is no formula, and stays one to a spreadsheet.
    if (text && (list || is_text(type))) return neutral_cell(*text);
    return text;
}

std::optional<json::value> number_in(std::string_view text, bool whole) {
    boost::system::error_code not_json;
    auto value = json::parse(text, not_json);
    if (not_json || !value.is_number() || (whole && value.is_double())) return std::nullopt;
    return value;
}

std::optional<json::value> value_in(std::string_view text, FieldType type) {
    if (type == FieldType::Integer || type == FieldType::Number) {
        return number_in(trimmed(text), type == FieldType::Integer);
    }
    if (type != FieldType::Boolean) return json::value(text);
    const auto word = trimmed(text);
    // Spreadsheets write their truth values in capitals.
    if (word == "true" || word == "TRUE") return json::value(true);
    if (word == "false" || word == "FALSE") return json::value(false);
    return std::nullopt;
}

std::string_view expected(FieldType type) {
    if (type == FieldType::Integer) return "must be an integer";
    return type == FieldType::Number ? "must be a number" : "must be true or false";
}

/// What the member becomes: null where the cell is empty. Nothing where it is no such value.
std::optional<json::value> member_of(std::string_view cell, const Field* field) {
    const auto plain = plain_cell(cell);
    if (plain.empty()) return json::value(nullptr);
    const auto type = field == nullptr ? FieldType::Text : field->type;
    if (field == nullptr || !field->list) return value_in(plain, type);
    json::array list;
    for (const auto& text : values_in(plain)) {
        auto value = value_in(text, type);
        if (!value) return std::nullopt;
        list.push_back(*std::move(value));
    }
    return list;
}

Result<void> add_others(const std::string& cell, json::object& into) {
    if (cell.empty()) return ok();
    boost::system::error_code not_json;
    const auto others = json::parse(plain_cell(cell), not_json);
    if (not_json || !others.is_object()) {
        Error error{ErrorKind::InvalidInput, "must be a JSON object"};
        return fail(std::move(error).with_fields({{"/editorial_metadata", "must be a JSON object"}}));
    }
    for (const auto& [name, value] : others.get_object()) into[name] = value;
    return ok();
}

}  // namespace

TableFields table_fields(std::array<MetadataSchema, 3> by_type) {
    TableFields table;
    for (std::size_t type = 0; type < by_type.size(); ++type) {
        table.of_type.at(type) = std::move(by_type.at(type).fields);
        if (!table.of_type.at(type)) continue;
        for (const auto& field : *table.of_type.at(type)) table.names.push_back(field.name);
    }
    std::ranges::sort(table.names);
    const auto again = std::ranges::unique(table.names);
    table.names.erase(again.begin(), again.end());
    return table;
}

std::string list_cell(const std::vector<std::string>& values) {
    std::string cell;
    for (const auto& value : values) {
        if (!cell.empty()) cell += ';';
        for (std::size_t i = 0; i < value.size(); ++i) {
            const bool at_an_end = value[i] == ' ' && (i == 0 || i + 1 == value.size());
            if (value[i] == ';' || value[i] == '\\' || at_an_end) cell += '\\';
            cell += value[i];
        }
    }
    return cell;
}

std::vector<std::string> values_in(std::string_view cell) {
    std::vector<std::string> values;
    std::string value;
    std::size_t kept = 0;  // of `value`, up to which no space is taken off its end
    const auto end_value = [&] {
        value.resize(std::max(kept, value.find_last_not_of(' ') + 1));
        if (!value.empty()) values.push_back(value);
        value.clear();
        kept = 0;
    };
    for (std::size_t i = 0; i < cell.size(); ++i) {
        if (cell[i] == ';') {
            end_value();
        } else if (cell[i] == '\\' && i + 1 < cell.size()) {
            value += cell[++i];
            kept = value.size();
        } else if (cell[i] != ' ' || !value.empty()) {
            value += cell[i];
        }
    }
    end_value();
    return values;
}

std::vector<std::string> metadata_cells(std::string_view metadata, AssetType type, const TableFields& fields) {
    auto object = read_object(metadata);
    std::vector<std::string> cells;
    cells.reserve(fields.names.size() + 1);
    for (const auto& name : fields.names) {
        const auto* value = object.if_contains(name);
        const auto* field = find_field(fields.of(type), name);
        // What the schema of this type does not know would be refused as a cell.
        const bool has_cell = field != nullptr || !fields.of(type);
        auto cell = value != nullptr && has_cell ? cell_of(*value, field) : std::nullopt;
        if (cell) object.erase(name);
        cells.push_back(std::move(cell).value_or(""));
    }
    cells.push_back(object.empty() ? "" : json::serialize(object));
    return cells;
}

Result<std::string> metadata_patch(std::string_view metadata, AssetType type, const TableFields& fields,
                                   const MetadataRow& row) {
    json::object patch;
    std::vector<FieldError> faults;
    for (const auto& [name, cell] : row.fields) {
        const auto* field = find_field(fields.of(type), name);
        auto value = member_of(cell, field);
        if (value) {
            patch[name] = *std::move(value);
        } else {
            faults.push_back({kRoot + name, std::string{expected(field->type)}});
        }
    }
    if (!faults.empty()) {
        Error error{ErrorKind::InvalidInput, faults.front().pointer + " " + faults.front().detail};
        return fail(std::move(error).with_fields(std::move(faults)));
    }
    if (row.others) {
        if (auto added = add_others(*row.others, patch); !added) return fail(std::move(added).error());
    }
    const auto before = read_object(metadata);
    auto merged = merge_patch(metadata, json::serialize(patch));
    if (!merged) return fail(std::move(merged).error());
    const auto after = read_object(*merged);
    json::object changing;
    for (const auto& [name, value] : patch) {
        const auto* was = before.if_contains(name);
        const auto* is = after.if_contains(name);
        const bool same = was == nullptr || is == nullptr ? was == is : *was == *is;
        if (!same) changing[name] = value;
    }
    return json::serialize(changing);
}

}  // namespace acervo
