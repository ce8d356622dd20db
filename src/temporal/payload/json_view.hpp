#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "core/result.hpp"

namespace acervo::temporal {

/// A look at one value inside a `JsonDocument`, which must outlive it. Every `as_…` is empty when the value is of
/// another kind.
class JsonView {
public:
    /// `null`, `a boolean`, `a number`, `a text`, `an array`, `an object`.
    std::string_view kind() const noexcept;
    bool is_null() const noexcept;
    std::optional<bool> as_bool() const noexcept;
    /// Exact: also `7.0`, but not `7.5`, and nothing outside the type's range.
    std::optional<std::int64_t> as_int64() const noexcept;
    std::optional<std::uint64_t> as_uint64() const noexcept;
    std::optional<double> as_double() const noexcept;
    std::optional<std::string_view> as_text() const noexcept;
    bool is_array() const noexcept;
    bool is_object() const noexcept;

    /// Elements or members; 0 for anything else.
    std::size_t size() const noexcept;
    /// Of an array; `index` is less than `size()`.
    JsonView element(std::size_t index) const noexcept;
    /// Of an object, in the order of the text; `index` is less than `size()`.
    std::pair<std::string_view, JsonView> member(std::size_t index) const noexcept;
    std::optional<JsonView> find(std::string_view name) const noexcept;

private:
    friend class JsonDocument;
    explicit JsonView(const void* value) noexcept : value_{value} {}
    const void* value_;
};

/// A parsed JSON text.
class JsonDocument {
public:
    /// InvalidInput, with the place, for a text that is not JSON or is nested deeper than 64 levels.
    static Result<JsonDocument> parse(std::string_view text);
    JsonView root() const noexcept;

private:
    explicit JsonDocument(std::shared_ptr<const void> value) noexcept : value_{std::move(value)} {}
    std::shared_ptr<const void> value_;
};

}  // namespace acervo::temporal
