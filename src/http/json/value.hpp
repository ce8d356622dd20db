#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.hpp"

namespace acervo::http::json {

class Value;
class Member;

/// A number that is no 64-bit integer as written: with a fraction or an exponent, or too large. What is beyond the
/// range of a double is infinite.
struct Number {
    double value{0};
};
using Array = std::vector<Value>;
/// Members in their order. A name that came twice is there twice: it is the reader who refuses it.
using Object = std::vector<Member>;

/// A JSON value (RFC 8259). Text is valid UTF-8.
class Value {
public:
    using Held = std::variant<std::nullptr_t, bool, std::int64_t, Number, std::string, Array, Object>;

    Value();
    explicit Value(Held value);
    Value(Value&&) noexcept;
    Value& operator=(Value&&) noexcept;
    ~Value();

    /// The value as a `T` of `Held`; null when it is something else.
    template <class T>
    const T* as() const noexcept {
        return std::get_if<T>(&held_);
    }
    template <class T>
    T* as() noexcept {
        return std::get_if<T>(&held_);
    }

private:
    Held held_;
};

class Member {
public:
    Member(std::string member_name, Value member_value)
        : name{std::move(member_name)}, value{std::move(member_value)} {}

    std::string name;
    Value value;
};

/// How deep arrays and objects may lie in each other.
inline constexpr std::size_t kMaxDepth = 32;

/// Reads one JSON text. InvalidInput, naming reason and place, for anything RFC 8259 does not allow, for invalid UTF-8
/// and lone surrogates, for more than `kMaxDepth` levels and for more than `most_values` values (which bounds the
/// memory a small body can ask for).
Result<Value> parse(std::string_view text, std::size_t most_values);

}  // namespace acervo::http::json
