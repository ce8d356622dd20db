#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/config/key.hpp"

/// The texts of configuration values, both ways. Seen by core/config*.cpp only.
namespace acervo::config {

/// What stood in the file: one of the four shapes, or something no key takes ("a date").
struct Unfit {
    std::string what;
};
using Raw = std::variant<std::string, std::int64_t, bool, std::vector<std::string>, Unfit>;

/// A value, or why there is none; the reason of a secret never holds the value.
using Reading = std::expected<Value, std::string>;

/// A value from a file, whose syntax has types.
Reading read_typed(const KeyInfo& key, const Raw& raw);
/// A value from a variable or flag, which are all text.
Reading read_text(const KeyInfo& key, std::string_view text);

/// `1h30m`, `500ms`, `90s`, units d h m s ms us ns, each with a whole number; nanoseconds.
std::optional<std::int64_t> parse_duration(std::string_view text);
/// `64MiB`, `10GB`, `512`: a whole number with B, KiB MiB GiB TiB (powers of 1024) or kB MB GB TB (of 1000), or bare.
std::optional<std::int64_t> parse_bytes(std::string_view text);
/// In the largest units without a rest.
std::string format_duration(std::int64_t nanoseconds);
std::string format_bytes(std::int64_t bytes);

/// The candidate that `word` was probably meant to be, if one is near enough.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace acervo::config
