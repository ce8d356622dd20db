#include "domain/metadata/field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <set>
#include <utility>

#include "domain/names.hpp"

namespace acervo {
namespace {

constexpr Names<FieldType, 7> kTypes{{{FieldType::Text, "text"},
                                      {FieldType::Choice, "choice"},
                                      {FieldType::Integer, "integer"},
                                      {FieldType::Number, "number"},
                                      {FieldType::Boolean, "boolean"},
                                      {FieldType::Date, "date"},
                                      {FieldType::DateTime, "date_time"}}};

using Faults = std::vector<FieldError>;

template <class Number>
void check_order(const std::optional<Number>& least, const std::optional<Number>& most, std::string place,
                 Faults& faults) {
    if (least && most && *least > *most) faults.push_back({std::move(place), "must not be less than the other limit"});
}

void check_choices(const Field& field, const std::string& place, Faults& faults) {
    if ((field.type == FieldType::Choice) == field.choices.empty()) {
        faults.push_back({place + "/choices", field.choices.empty() ? "is required for a choice" : "is for a choice"});
    }
    std::set<std::string_view> values;
    for (std::size_t i = 0; i < field.choices.size(); ++i) {
        if (values.insert(field.choices[i].value).second) continue;
        faults.push_back({fmt::format("{}/choices/{}/value", place, i), "is given twice"});
    }
}

void check_field(const Field& field, const std::string& place, Faults& faults) {
    const bool is_number = field.type == FieldType::Integer || field.type == FieldType::Number;
    const auto only = [&](bool belongs, bool is_given, std::string_view name, std::string_view owner) {
        if (is_given && !belongs)
            faults.push_back({fmt::format("{}/{}", place, name), fmt::format("is for {}", owner)});
    };
    only(field.type == FieldType::Text, field.min_length.has_value(), "min_length", "a text");
    only(field.type == FieldType::Text, field.max_length.has_value(), "max_length", "a text");
    only(is_number, field.minimum.has_value(), "minimum", "an integer or a number");
    only(is_number, field.maximum.has_value(), "maximum", "an integer or a number");
    only(field.list, field.max_items.has_value(), "max_items", "a list");
    check_order(field.min_length, field.max_length, place + "/max_length", faults);
    check_order(field.minimum, field.maximum, place + "/maximum", faults);
    check_choices(field, place, faults);
}

/// `text` is digits at the places of `form`'s zeros and `form` itself elsewhere.
bool has_form(std::string_view text, std::string_view form) noexcept {
    return text.size() == form.size() && std::ranges::equal(text, form, [](char given, char wanted) {
               return wanted == '0' ? given >= '0' && given <= '9' : given == wanted;
           });
}

int number_at(std::string_view text, std::size_t place, std::size_t digits) noexcept {
    int value = 0;
    std::from_chars(text.data() + place, text.data() + place + digits, value);
    return value;
}

bool is_offset(std::string_view text) noexcept {
    if (text == "Z" || text == "z") return true;
    if (!has_form(text, "+00:00") && !has_form(text, "-00:00")) return false;
    return number_at(text, 1, 2) < 24 && number_at(text, 4, 2) < 60;
}

}  // namespace

std::string_view name_of(FieldType type) noexcept { return name_in(kTypes, type); }

Result<FieldType> parse_field_type(std::string_view name) { return value_in(kTypes, name, "type of field"); }

Result<void> check_fields(const std::vector<Field>& fields) {
    Faults faults;
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto place = fmt::format("/fields/{}", i);
        if (!names.insert(fields[i].name).second) faults.push_back({place + "/name", "is given twice"});
        check_field(fields[i], place, faults);
    }
    if (faults.empty()) return ok();
    Error error{ErrorKind::InvalidInput, faults.front().pointer + " " + faults.front().detail};
    return fail(std::move(error).with_fields(std::move(faults)));
}

bool is_date(std::string_view text) noexcept {
    if (!has_form(text, "0000-00-00")) return false;
    const std::chrono::year_month_day day{std::chrono::year{number_at(text, 0, 4)},
                                          std::chrono::month{static_cast<unsigned>(number_at(text, 5, 2))},
                                          std::chrono::day{static_cast<unsigned>(number_at(text, 8, 2))}};
    return day.ok();
}

bool is_date_time(std::string_view text) noexcept {
    constexpr std::size_t kDate = 10;
    constexpr std::size_t kSeconds = 19;
    if (text.size() <= kSeconds || !is_date(text.substr(0, kDate)) || (text[kDate] != 'T' && text[kDate] != 't')) {
        return false;
    }
    if (!has_form(text.substr(kDate + 1, kSeconds - kDate - 1), "00:00:00")) return false;
    if (number_at(text, 11, 2) > 23 || number_at(text, 14, 2) > 59 || number_at(text, 17, 2) > 59) return false;
    auto rest = text.substr(kSeconds);
    if (rest.front() == '.') {
        const auto end = rest.find_first_not_of("0123456789", 1);
        if (end == 1 || end == std::string_view::npos) return false;
        rest.remove_prefix(end);
    }
    return is_offset(rest);
}

}  // namespace acervo
