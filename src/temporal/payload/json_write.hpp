#pragma once

#include <chrono>
#include <concepts>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "temporal/payload/blob.hpp"
#include "temporal/payload/fields.hpp"
#include "temporal/payload/json_path.hpp"
#include "temporal/payload/json_view.hpp"
#include "temporal/payload/json_writer.hpp"

// The writing half of json.hpp; include that one.
namespace acervo::temporal::json {

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsTextMap : std::false_type {};
template <class T>
struct IsTextMap<std::map<std::string, T>> : std::true_type {};
template <class T>
struct IsVariant : std::false_type {};
template <class... T>
struct IsVariant<std::variant<T...>> : std::true_type {};
template <class T>
struct IsDuration : std::false_type {};
template <class Rep, class Period>
struct IsDuration<std::chrono::duration<Rep, Period>> : std::true_type {};

/// A value that has a text form of its own.
template <class T>
concept Textual = requires(const T& value, std::string_view text) {
    { value.to_string() } -> std::convertible_to<std::string>;
    { T::parse(text) } -> std::same_as<Result<T>>;
};

template <class T>
void write(JsonWriter& out, const T& value);
template <class T>
Result<void> read(JsonView in, T& value, const Path& path);

template <class T>
void write_fields(JsonWriter& out, const T& value) {
    out.begin_object();
    if constexpr (Versioned<T>) {
        out.key("_version");
        out.value(std::int64_t{T::kVersion});
    }
    const auto write_one = [&](const auto& declared) {
        const auto& member = value.*declared.member;
        if constexpr (IsOptional<std::remove_cvref_t<decltype(member)>>::value) {
            if (!member) return;
        }
        out.key(declared.name);
        write(out, member);
    };
    std::apply([&](const auto&... declared) { (write_one(declared), ...); }, T::fields());
    out.end_object();
}

template <class... T>
void write_variant(JsonWriter& out, const std::variant<T...>& value) {
    const auto write_one = [&](const auto& alternative) {
        using Alternative = std::remove_cvref_t<decltype(alternative)>;
        if constexpr (std::same_as<Alternative, std::monostate>) {
            out.null();
        } else {
            static_assert(NamedAlternative<Alternative>, "an alternative of a variant needs `kName`");
            out.begin_object();
            out.key(Alternative::kName);
            write(out, alternative);
            out.end_object();
        }
    };
    std::visit(write_one, value);
}

template <NamedEnum E>
void write_enum(JsonWriter& out, E value) {
    for (const auto& [known, name] : enum_names(value)) {
        if (known == value) return out.value(std::string_view{name});
    }
    out.value(static_cast<std::int64_t>(value));  // nameless: at least the number is not lost
}

template <class T>
void write(JsonWriter& out, const T& value) {
    if constexpr (std::same_as<T, bool>) {
        out.value(value);
    } else if constexpr (std::signed_integral<T>) {
        out.value(static_cast<std::int64_t>(value));
    } else if constexpr (std::unsigned_integral<T>) {
        out.value(static_cast<std::uint64_t>(value));
    } else if constexpr (std::floating_point<T>) {
        out.value(static_cast<double>(value));
    } else if constexpr (std::convertible_to<T, std::string_view>) {
        out.value(std::string_view{value});
    } else if constexpr (std::same_as<T, Blob>) {
        out.value(std::string_view{to_base64(value)});
    } else if constexpr (std::same_as<T, std::monostate>) {
        out.null();
    } else if constexpr (IsOptional<T>::value) {
        if (value) {
            write(out, *value);
        } else {
            out.null();
        }
    } else if constexpr (IsVector<T>::value) {
        out.begin_array();
        for (const auto& element : value) write(out, static_cast<const typename T::value_type&>(element));
        out.end_array();
    } else if constexpr (IsTextMap<T>::value) {
        out.begin_object();
        for (const auto& [key, element] : value) {
            out.key(key);
            write(out, element);
        }
        out.end_object();
    } else if constexpr (IsVariant<T>::value) {
        write_variant(out, value);
    } else if constexpr (IsDuration<T>::value) {
        write(out, value.count());
    } else if constexpr (NamedEnum<T>) {
        write_enum(out, value);
    } else if constexpr (Textual<T>) {
        out.value(std::string_view{value.to_string()});
    } else {
        static_assert(Declared<T>, "this type does not say how it travels as JSON: give it `fields()` (fields.hpp)");
        write_fields(out, value);
    }
}

}  // namespace acervo::temporal::json
