#include "core/config/value.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>

namespace acervo::config {
namespace {

struct Unit {
    std::string_view name;
    std::int64_t size;
};

// Largest first, as `format_*` writes them; longer names that begin alike (ms, m) are told apart by taking all letters.
constexpr std::array<Unit, 7> kDurationUnits{{{"d", 86'400'000'000'000},
                                              {"h", 3'600'000'000'000},
                                              {"m", 60'000'000'000},
                                              {"s", 1'000'000'000},
                                              {"ms", 1'000'000},
                                              {"us", 1'000},
                                              {"ns", 1}}};
constexpr std::array<Unit, 5> kBinaryUnits{
    {{"TiB", 1LL << 40}, {"GiB", 1LL << 30}, {"MiB", 1LL << 20}, {"KiB", 1LL << 10}, {"B", 1}}};
constexpr std::array<Unit, 4> kDecimalUnits{
    {{"TB", 1'000'000'000'000}, {"GB", 1'000'000'000}, {"MB", 1'000'000}, {"kB", 1'000}}};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::int64_t> unit_size(std::span<const Unit> units, std::string_view name) {
    const auto found = std::ranges::find(units, name, &Unit::name);
    if (found == units.end()) return std::nullopt;
    return found->size;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// Takes digits from the front of `text`; nothing when there are none or too many.
std::optional<std::int64_t> take_number(std::string_view& text) {
    const auto end = std::ranges::find_if_not(text, is_digit);
    const auto length = static_cast<std::size_t>(end - text.begin());
    const auto number = parse_integer(text.substr(0, length));
    text.remove_prefix(length);
    return number;
}

std::string_view take_word(std::string_view& text) {
    const auto length = static_cast<std::size_t>(std::ranges::find_if(text, is_digit) - text.begin());
    const auto word = text.substr(0, length);
    text.remove_prefix(length);
    return word;
}

std::optional<std::int64_t> scaled(std::optional<std::int64_t> number, std::optional<std::int64_t> unit) {
    std::int64_t product = 0;
    if (!number || !unit || __builtin_mul_overflow(*number, *unit, &product)) return std::nullopt;
    return product;
}

std::string_view expected_shape(Type type) {
    switch (type) {
        case Type::Text:
        case Type::Secret:
            return "text";
        case Type::Integer:
            return "a whole number";
        case Type::Boolean:
            return "true or false";
        case Type::Duration:
            return "a duration with its unit, such as \"500ms\" or \"15m\"";
        case Type::Bytes:
            return "a size, such as \"64MiB\" or a number of bytes";
        case Type::TextList:
            return "a list of texts";
    }
    return "something else";
}

std::string clipped(std::string_view text) {
    constexpr std::size_t kLongest = 60;
    return text.size() <= kLongest ? fmt::format("\"{}\"", text) : fmt::format("\"{}…\"", text.substr(0, kLongest));
}

std::string shape_of(const Raw& raw) {
    if (const auto* text = std::get_if<std::string>(&raw)) return clipped(*text);
    if (const auto* number = std::get_if<std::int64_t>(&raw)) return fmt::to_string(*number);
    if (const auto* truth = std::get_if<bool>(&raw)) return *truth ? "true" : "false";
    if (const auto* unfit = std::get_if<Unfit>(&raw)) return unfit->what;
    return "a list";
}

std::unexpected<std::string> wrong_shape(const KeyInfo& key, const Raw& raw) {
    if (key.is_secret()) return std::unexpected{std::string{"expected text"}};
    return std::unexpected{fmt::format("expected {}, found {}", expected_shape(key.type), shape_of(raw))};
}

std::string written(const KeyInfo& key, std::int64_t number) {
    if (key.type == Type::Duration) return format_duration(number);
    return key.type == Type::Bytes ? format_bytes(number) : fmt::to_string(number);
}

Reading in_range(const KeyInfo& key, std::int64_t number) {
    if (key.type == Type::Duration && number % key.step != 0) {
        return std::unexpected{
            fmt::format("{} is finer than the {} it is counted in", written(key, number), written(key, key.step))};
    }
    if (number >= key.lowest && number <= key.highest) return number;
    const auto unbounded = key.highest == std::numeric_limits<std::int64_t>::max();
    return std::unexpected{unbounded ? fmt::format("{} is less than {}", written(key, number), written(key, key.lowest))
                                     : fmt::format("{} is not between {} and {}", written(key, number),
                                                   written(key, key.lowest), written(key, key.highest))};
}

Reading read_number(const KeyInfo& key, const Raw& raw) {
    if (const auto* text = std::get_if<std::string>(&raw); text != nullptr && key.type != Type::Integer) {
        const auto number = key.type == Type::Duration ? parse_duration(*text) : parse_bytes(*text);
        return number ? in_range(key, *number) : wrong_shape(key, raw);
    }
    const auto* number = std::get_if<std::int64_t>(&raw);
    if (number == nullptr || key.type == Type::Duration) return wrong_shape(key, raw);
    return in_range(key, *number);
}

std::string_view trimmed(std::string_view text) {
    const auto first = std::min(text.find_first_not_of(' '), text.size());
    return text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

std::vector<std::string> split_at_commas(std::string_view text) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        parts.emplace_back(trimmed(text.substr(0, comma)));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return parts;
}

std::string format_in(std::span<const Unit> units, std::int64_t number) {
    std::string text;
    for (const auto& unit : units) {
        if (const auto count = number / unit.size; count != 0) text += fmt::format("{}{}", count, unit.name);
        number %= unit.size;
    }
    return text;
}

}  // namespace

std::optional<std::int64_t> parse_duration(std::string_view text) {
    if (text.empty()) return std::nullopt;
    std::int64_t total = 0;
    while (!text.empty()) {
        const auto number = take_number(text);
        const auto part = scaled(number, unit_size(kDurationUnits, take_word(text)));
        if (!part || __builtin_add_overflow(total, *part, &total)) return std::nullopt;
    }
    return total;
}

std::optional<std::int64_t> parse_bytes(std::string_view text) {
    const auto number = take_number(text);
    if (text.empty()) return number;
    auto unit = unit_size(kBinaryUnits, text);
    if (!unit) unit = unit_size(kDecimalUnits, text);
    return scaled(number, unit);
}

std::string format_duration(std::int64_t nanoseconds) {
    return nanoseconds == 0 ? "0s" : format_in(kDurationUnits, nanoseconds);
}

std::string format_bytes(std::int64_t bytes) {
    const auto unit = std::ranges::find_if(kBinaryUnits, [&](const Unit& u) { return bytes % u.size == 0; });
    return bytes == 0 ? "0B" : fmt::format("{}{}", bytes / unit->size, unit->name);
}

Reading read_typed(const KeyInfo& key, const Raw& raw) {
    switch (key.type) {
        case Type::Text:
        case Type::Secret:
            if (const auto* text = std::get_if<std::string>(&raw)) {
                if (key.choices.empty() || std::ranges::find(key.choices, *text) != key.choices.end()) return *text;
                return std::unexpected{fmt::format("{} is none of {}", clipped(*text), fmt::join(key.choices, ", "))};
            }
            return wrong_shape(key, raw);
        case Type::Boolean:
            if (const auto* truth = std::get_if<bool>(&raw)) return *truth;
            return wrong_shape(key, raw);
        case Type::TextList:
            if (const auto* list = std::get_if<std::vector<std::string>>(&raw)) return *list;
            return wrong_shape(key, raw);
        case Type::Integer:
        case Type::Duration:
        case Type::Bytes:
            return read_number(key, raw);
    }
    return wrong_shape(key, raw);
}

Reading read_text(const KeyInfo& key, std::string_view text) {
    Raw raw{std::string{text}};
    if (key.type == Type::TextList) raw = split_at_commas(text);
    if (key.type == Type::Boolean && (text == "true" || text == "false")) raw = text == "true";
    if (key.type == Type::Integer) {
        if (const auto number = parse_integer(text)) raw = *number;
    }
    return read_typed(key, raw);
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates) {
    // Levenshtein's distance, one row of the table at a time.
    const auto distance = [word](std::string_view other) {
        std::vector<std::size_t> row(other.size() + 1);
        std::iota(row.begin(), row.end(), std::size_t{0});
        for (std::size_t i = 0; i < word.size(); ++i) {
            auto diagonal = std::exchange(row[0], i + 1);
            for (std::size_t j = 0; j < other.size(); ++j) {
                const auto substituted = diagonal + (word[i] == other[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = std::min({substituted, row[j] + 1, diagonal + 1});
            }
        }
        return row.back();
    };
    std::optional<std::string> best;
    auto best_distance = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const auto& candidate : candidates) {
        if (const auto d = distance(candidate); d < best_distance) {
            best_distance = d;
            best = candidate;
        }
    }
    return best;
}

}  // namespace acervo::config
