#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "http/json/place.hpp"
#include "http/json/rules.hpp"
#include "http/json/value.hpp"

/// What generated decoders are made of. Each function reads one value into `into`, or refuses it at `place` and leaves
/// `into` as it was; reading goes on, so that a caller hears of everything at once.
namespace acervo::http::json {

void read_text(const Value& value, const Place& place, const TextRule& rule, std::string& into);
void read_text(const Value& value, const Place& place, const TextRule& rule, Secret& into);
void read_integer(const Value& value, const Place& place, const IntegerRule& rule, std::int64_t& into);
/// `rule` lies within the range of std::int32_t.
void read_integer(const Value& value, const Place& place, const IntegerRule& rule, std::int32_t& into);
void read_boolean(const Value& value, const Place& place, bool& into);
void read_uuid(const Value& value, const Place& place, Uuid& into);
template <class Tag>
void read_uuid(const Value& value, const Place& place, Id<Tag>& into) {
    Uuid uuid = into.uuid();
    read_uuid(value, place, uuid);
    into = Id<Tag>{uuid};
}
/// RFC 3339 with microseconds at most, UTC offset of any kind, years 1 to 9999; no leap seconds.
void read_timestamp(const Value& value, const Place& place, Timestamp& into);
/// An object with whatever members, as JSON text of at most `most_bytes`. Refuses, each at its place, what no database
/// could keep: U+0000, names that came twice, numbers beyond the range of a double.
void read_object(const Value& value, const Place& place, std::size_t most_bytes, std::string& into);
/// Which of `names` the value is.
std::optional<std::size_t> read_name(const Value& value, const Place& place, std::span<const std::string_view> names);

/// The array, when the value is one with as many elements as `rule` says.
const Array* read_array(const Value& value, const Place& place, const CountRule& rule);

template <class T, class ReadElement>
void read_list(const Value& value, const Place& place, const CountRule& rule, std::vector<T>& into,
               ReadElement read_element) {
    const auto* array = read_array(value, place, rule);
    if (array == nullptr) return;
    into.resize(array->size());
    for (std::size_t i = 0; i < array->size(); ++i) read_element((*array)[i], place.at(i), into[i]);
}

/// The members of an object, by name.
class ObjectReader {
public:
    /// Refuses a value that is no object; then it has no members, and none is missed.
    ObjectReader(const Value& value, const Place& place);

    /// The member's value; refuses its absence, and a name that came twice.
    const Value* required(std::string_view name) const;
    /// The member's value or null; refuses a name that came twice.
    const Value* optional(std::string_view name) const;
    /// Refuses every member whose name is not among `known`.
    void refuse_unknown(std::span<const std::string_view> known) const;

private:
    const Object* object_;
    const Place& place_;
};

/// Reads a whole body: every place that is wrong is in the error. `most_values` as for `parse`.
template <class T>
Result<T> decode(std::string_view body, std::size_t most_values, void (*read)(const Value&, const Place&, T&)) {
    const auto value = parse(body, most_values);
    if (!value) return fail(value.error());
    FieldErrors errors;
    T into;
    read(*value, Place{errors}, into);
    if (!errors.empty()) return fail(std::move(errors).take());
    return into;
}

/// `2026-01-31T08:09:10.123456Z` or with an offset, as `read_timestamp` says; nothing for anything else.
std::optional<Timestamp> parse_rfc3339(std::string_view text) noexcept;

}  // namespace acervo::http::json
