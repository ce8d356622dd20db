#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace acervo::http::json {

inline constexpr std::size_t kUnbounded = std::numeric_limits<std::size_t>::max();

/// Unicode code points from `first` to `last`, both included.
struct CodePointRange {
    char32_t first;
    char32_t last;
};

/// One step of a pattern: so many code points out of `ranges` (sorted).
struct PatternStep {
    std::span<const CodePointRange> ranges;
    std::size_t least{1};
    std::size_t most{1};
};

/// What the contract says of a text. Lengths are counted in code points (JSON Schema Validation §6.3.1).
struct TextRule {
    std::size_t least{0};
    std::size_t most{kUnbounded};
    /// Empty when there is no pattern. The generator made it so that taking as much as possible in each step is right.
    std::span<const PatternStep> pattern{};
    /// What a person is told when the pattern does not match: "must not contain control characters".
    std::string_view reason{};
};

struct IntegerRule {
    std::int64_t least{std::numeric_limits<std::int64_t>::min()};
    std::int64_t most{std::numeric_limits<std::int64_t>::max()};
};
inline constexpr IntegerRule kInt32{std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::int32_t>::max()};

/// How many elements an array has.
struct CountRule {
    std::size_t least{0};
    std::size_t most{kUnbounded};
};

/// Why `text` breaks the rule ("must have at most 500 characters"); nothing when it does not.
std::optional<std::string> objection(std::string_view text, const TextRule& rule);
std::optional<std::string> objection(std::int64_t number, const IntegerRule& rule);
std::optional<std::string> objection(std::size_t count, const CountRule& rule);

/// "must be an integer from 1 to 100": also told when there is no integer at all.
std::string expectation(const IntegerRule& rule);
/// "must be one of normal, urgent".
std::string expectation(std::span<const std::string_view> names);

}  // namespace acervo::http::json
