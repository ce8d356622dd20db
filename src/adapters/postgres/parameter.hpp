#pragma once

#include <concepts>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.hpp"
#include "core/id.hpp"

namespace acervo {

/// A value on its way to PostgreSQL, in its text form, or NULL. Text with a NUL byte, which no PostgreSQL text can
/// hold, makes the statement fail with InvalidInput, as does text that is not UTF-8.
class Parameter {
public:
    Parameter(std::nullopt_t) {}                             // NOLINT(google-explicit-constructor)
    Parameter(std::string text) : text_{std::move(text)} {}  // NOLINT(google-explicit-constructor)
    Parameter(std::string_view text) : text_{text} {}        // NOLINT(google-explicit-constructor)
    Parameter(const char* text) : text_{text} {}             // NOLINT(google-explicit-constructor)
    Parameter(char) = delete;
    Parameter(bool value) : text_{value ? "t" : "f"} {}  // NOLINT(google-explicit-constructor)
    template <std::integral Number>
    Parameter(Number value) : text_{std::to_string(value)} {}     // NOLINT(google-explicit-constructor)
    Parameter(double value);                                      // NOLINT(google-explicit-constructor)
    Parameter(Uuid value) : text_{value.to_string()} {}           // NOLINT(google-explicit-constructor)
    Parameter(Timestamp value) : text_{format_rfc3339(value)} {}  // NOLINT(google-explicit-constructor)
    /// A bytea.
    Parameter(std::span<const std::byte> bytes);  // NOLINT(google-explicit-constructor)
    template <class Tag>
    Parameter(Id<Tag> value) : text_{value.to_string()} {}  // NOLINT(google-explicit-constructor)
    template <class T>
    Parameter(std::optional<T> value) {  // NOLINT(google-explicit-constructor)
        if (value) *this = Parameter{*std::move(value)};
    }
    /// A one-dimensional array, for `= ANY($1)` and `unnest($1::uuid[])`.
    template <class T>
    Parameter(const std::vector<T>& values) {  // NOLINT(google-explicit-constructor)
        std::vector<std::optional<std::string>> items;
        items.reserve(values.size());
        for (const auto& value : values) items.push_back(Parameter{value}.text());
        text_ = array_text(items);
    }

    const std::optional<std::string>& text() const noexcept { return text_; }

private:
    static std::string array_text(const std::vector<std::optional<std::string>>& items);

    std::optional<std::string> text_;
};

using Parameters = std::vector<Parameter>;

/// $1, $2 … of a statement.
template <class... Values>
Parameters parameters_of(Values&&... values) {
    Parameters parameters;
    parameters.reserve(sizeof...(values));
    (parameters.emplace_back(std::forward<Values>(values)), ...);
    return parameters;
}

}  // namespace acervo
