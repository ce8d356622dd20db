#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace acervo {

/// Request methods of RFC 9110 that the house speaks.
enum class Method { Get, Head, Post, Put, Patch, Delete, Options };

/// `GET`, `HEAD`, …
std::string_view name_of(Method method) noexcept;

/// Header fields in the order they came; names compare without case (RFC 9110 §5.1).
class Headers {
public:
    using Field = std::pair<std::string, std::string>;

    Headers() = default;

    /// The first value of `name`.
    std::optional<std::string_view> find(std::string_view name) const noexcept;
    /// Replaces every value of `name` by this one.
    void set(std::string_view name, std::string value);
    /// Adds one more value.
    void add(std::string_view name, std::string value);
    void remove(std::string_view name);

    auto begin() const noexcept { return fields_.begin(); }
    auto end() const noexcept { return fields_.end(); }
    std::size_t size() const noexcept { return fields_.size(); }
    void reserve(std::size_t fields) { fields_.reserve(fields); }

    /// Whether two field names are the same one.
    static bool same_name(std::string_view left, std::string_view right) noexcept;

private:
    std::vector<Field> fields_;
};

}  // namespace acervo
