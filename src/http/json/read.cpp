#include "http/json/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "http/json/write.hpp"

namespace acervo::http::json {
namespace {

/// The text when it obeys the rule; else refuses and answers null.
const std::string* text_of(const Value& value, const Place& place, const TextRule& rule) {
    const auto* text = value.as<std::string>();
    if (text == nullptr) {
        place.refuse("must be a string");
        return nullptr;
    }
    if (auto wrong = objection(*text, rule)) {
        place.refuse(*std::move(wrong));
        return nullptr;
    }
    return text;
}

void write(const Value& value, const Place& place, std::string& out);

void write_text(const std::string& text, const Place& place, std::string& out) {
    if (text.find('\0') != std::string::npos) place.refuse("must not contain the character U+0000");
    append_text(out, text);
}

void write_object(const Object& object, const Place& place, std::string& out) {
    std::set<std::string_view> names;
    char separator = '{';
    for (const auto& member : object) {
        if (!names.insert(member.name).second) place.at(member.name).refuse("is given more than once");
        out += std::exchange(separator, ',');
        write_text(member.name, place, out);
        out += ':';
        write(member.value, place.at(member.name), out);
    }
    out += separator == '{' ? "{}" : "}";
}

void write_array(const Array& array, const Place& place, std::string& out) {
    out += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
        if (i > 0) out += ',';
        write(array[i], place.at(i), out);
    }
    out += ']';
}

void write(const Value& value, const Place& place, std::string& out) {
    if (const auto* object = value.as<Object>()) {
        write_object(*object, place, out);
    } else if (const auto* array = value.as<Array>()) {
        write_array(*array, place, out);
    } else if (const auto* text = value.as<std::string>()) {
        write_text(*text, place, out);
    } else if (const auto* integer = value.as<std::int64_t>()) {
        append_integer(out, *integer);
    } else if (const auto* number = value.as<Number>()) {
        if (!std::isfinite(number->value)) place.refuse("is too large a number");
        out += fmt::format("{}", number->value);
    } else if (const auto* truth = value.as<bool>()) {
        append_boolean(out, *truth);
    } else {
        out += "null";
    }
}

}  // namespace

void read_object(const Value& value, const Place& place, std::size_t most_bytes, std::string& into) {
    const auto* object = value.as<Object>();
    if (object == nullptr) {
        place.refuse("must be an object");
        return;
    }
    std::string text;
    write_object(*object, place, text);
    if (text.size() > most_bytes) {
        place.refuse(fmt::format("must have at most {} bytes", most_bytes));
    } else {
        into = std::move(text);
    }
}

void read_text(const Value& value, const Place& place, const TextRule& rule, std::string& into) {
    if (const auto* text = text_of(value, place, rule)) into = *text;
}

void read_text(const Value& value, const Place& place, const TextRule& rule, Secret& into) {
    if (const auto* text = text_of(value, place, rule)) into = Secret{*text};
}

void read_integer(const Value& value, const Place& place, const IntegerRule& rule, std::int64_t& into) {
    const auto* number = value.as<std::int64_t>();
    if (number == nullptr) {
        place.refuse(expectation(rule));
    } else if (auto wrong = objection(*number, rule)) {
        place.refuse(*std::move(wrong));
    } else {
        into = *number;
    }
}

void read_integer(const Value& value, const Place& place, const IntegerRule& rule, std::int32_t& into) {
    std::int64_t wide = into;
    read_integer(value, place, rule, wide);
    into = static_cast<std::int32_t>(wide);
}

void read_boolean(const Value& value, const Place& place, bool& into) {
    if (const auto* truth = value.as<bool>()) {
        into = *truth;
    } else {
        place.refuse("must be true or false");
    }
}

void read_uuid(const Value& value, const Place& place, Uuid& into) {
    const auto* text = value.as<std::string>();
    const auto parsed = text == nullptr ? fail(ErrorKind::InvalidInput, "") : Uuid::parse(*text);
    if (parsed) {
        into = *parsed;
    } else {
        place.refuse("must be a UUID");
    }
}

void read_timestamp(const Value& value, const Place& place, Timestamp& into) {
    const auto* text = value.as<std::string>();
    const auto parsed = text == nullptr ? std::nullopt : parse_rfc3339(*text);
    if (parsed) {
        into = *parsed;
    } else {
        place.refuse("must be a date and time as in RFC 3339, with at most microseconds");
    }
}

std::optional<std::size_t> read_name(const Value& value, const Place& place, std::span<const std::string_view> names) {
    if (const auto* text = value.as<std::string>()) {
        const auto found = std::ranges::find(names, std::string_view{*text});
        if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    }
    place.refuse(expectation(names));
    return std::nullopt;
}

const Array* read_array(const Value& value, const Place& place, const CountRule& rule) {
    const auto* array = value.as<Array>();
    if (array == nullptr) {
        place.refuse("must be an array");
        return nullptr;
    }
    if (auto wrong = objection(array->size(), rule)) {
        place.refuse(*std::move(wrong));
        return nullptr;
    }
    return array;
}

ObjectReader::ObjectReader(const Value& value, const Place& place) : object_{value.as<Object>()}, place_{place} {
    if (object_ == nullptr) place.refuse("must be an object");
}

const Value* ObjectReader::required(std::string_view name) const {
    const auto* value = optional(name);
    if (value == nullptr && object_ != nullptr) place_.at(name).refuse("is required");
    return value;
}

const Value* ObjectReader::optional(std::string_view name) const {
    if (object_ == nullptr) return nullptr;
    const auto first = std::ranges::find(*object_, name, &Member::name);
    if (first == object_->end()) return nullptr;
    const auto second = std::ranges::find(first + 1, object_->end(), name, &Member::name);
    if (second != object_->end()) place_.at(name).refuse("is given more than once");
    return &first->value;
}

void ObjectReader::refuse_unknown(std::span<const std::string_view> known) const {
    if (object_ == nullptr) return;
    for (const auto& member : *object_) {
        if (std::ranges::find(known, member.name) == known.end()) place_.at(member.name).refuse("is not known here");
    }
}

}  // namespace acervo::http::json
