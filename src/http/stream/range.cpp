#include "http/stream/range.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <optional>

namespace acervo::http {
namespace {

constexpr std::string_view kUnit = "bytes";

/// One range-spec as written: `first-last`, `first-` or `-suffix`.
struct RangeSpec {
    std::optional<std::uint64_t> first;
    std::optional<std::uint64_t> last;
};

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Any number of digits; beyond 64 bits it stays at the largest value, which no representation reaches.
std::optional<std::uint64_t> read_number(std::string_view text) noexcept {
    if (text.empty() || !std::ranges::all_of(text, is_digit)) return std::nullopt;
    constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t value = 0;
    for (const char c : text) {
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (value > (kMost - digit) / 10) return kMost;
        value = value * 10 + digit;
    }
    return value;
}

std::optional<RangeSpec> read_spec(std::string_view text) noexcept {
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto left = text.substr(0, dash);
    const auto right = text.substr(dash + 1);
    RangeSpec spec;
    if (!left.empty() && !(spec.first = read_number(left))) return std::nullopt;
    if (!right.empty() && !(spec.last = read_number(right))) return std::nullopt;
    if (!spec.first && !spec.last) return std::nullopt;
    if (spec.first && spec.last && *spec.last < *spec.first) return std::nullopt;
    return spec;
}

std::string_view trim(std::string_view text) noexcept {
    constexpr std::string_view kBlanks = " \t";
    const auto begin = std::min(text.find_first_not_of(kBlanks), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

bool is_bytes_unit(std::string_view text) noexcept {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
    return std::ranges::equal(text, kUnit, {}, lower);
}

/// The specs of `bytes=…`; nothing when the value is to be ignored.
std::optional<std::vector<RangeSpec>> read_specs(std::string_view value) {
    const auto equals = value.find('=');
    if (equals == std::string_view::npos || !is_bytes_unit(value.substr(0, equals))) return std::nullopt;
    auto rest = value.substr(equals + 1);
    std::vector<RangeSpec> specs;
    for (bool more = true; more;) {
        const auto comma = rest.find(',');
        more = comma != std::string_view::npos;
        const auto element = trim(rest.substr(0, comma));
        if (more) rest.remove_prefix(comma + 1);
        if (element.empty()) continue;  // a list may hold empty elements (RFC 9110 §5.6.1)
        const auto spec = read_spec(element);
        if (!spec || specs.size() == kMaxRanges) return std::nullopt;
        specs.push_back(*spec);
    }
    if (specs.empty()) return std::nullopt;
    return specs;
}

/// Where `spec` lies in a representation of `size` bytes, `size` > 0.
std::optional<ByteRange> resolve(const RangeSpec& spec, std::uint64_t size) noexcept {
    if (!spec.first) {
        if (*spec.last == 0) return std::nullopt;
        return ByteRange{size - std::min(*spec.last, size), size - 1};
    }
    if (*spec.first >= size) return std::nullopt;
    return ByteRange{*spec.first, std::min(spec.last.value_or(size - 1), size - 1)};
}

bool meet(ByteRange lower, ByteRange upper) noexcept {
    return upper.first <= lower.last || upper.first - lower.last == 1;
}

/// Joins what overlaps or touches, so that no byte is sent twice; leaves the order alone where nothing does.
void join(std::vector<ByteRange>& ranges) {
    auto sorted = ranges;
    std::ranges::sort(sorted);
    std::vector<ByteRange> joined;
    for (const auto range : sorted) {
        if (joined.empty() || !meet(joined.back(), range)) {
            joined.push_back(range);
        } else {
            joined.back().last = std::max(joined.back().last, range.last);
        }
    }
    if (joined.size() < ranges.size()) ranges = std::move(joined);
}

}  // namespace

RangeAnswer select_ranges(std::string_view range_value, std::uint64_t size) {
    const auto specs = read_specs(range_value);
    if (!specs) return RangeAnswer{RangeOutcome::Whole};
    if (size == 0) {
        // A suffix of nothing is satisfiable but has no Content-Range (RFC 9110 §14.1.2): send the nothing whole.
        const bool suffix = std::ranges::any_of(*specs, [](const auto& spec) { return !spec.first && *spec.last > 0; });
        return RangeAnswer{suffix ? RangeOutcome::Whole : RangeOutcome::NotSatisfiable};
    }
    RangeAnswer answer{RangeOutcome::Partial};
    for (const auto& spec : *specs) {
        if (const auto range = resolve(spec, size)) answer.ranges.push_back(*range);
    }
    if (answer.ranges.empty()) return RangeAnswer{RangeOutcome::NotSatisfiable};
    join(answer.ranges);
    return answer;
}

bool if_range_holds(std::string_view if_range_value, RangeValidators validators) noexcept {
    if (if_range_value.empty()) return false;
    if (if_range_value.starts_with("W/")) return false;  // only the strong comparison counts here
    if (if_range_value.front() == '"') return if_range_value == validators.etag;
    return if_range_value == validators.last_modified;
}

RangeAnswer answer_range(Method method, const Headers& headers, std::uint64_t size, RangeValidators validators) {
    const auto is_range = [](const auto& field) { return Headers::same_name(field.first, "Range"); };
    if (method != Method::Get || std::ranges::count_if(headers, is_range) != 1) return RangeAnswer{RangeOutcome::Whole};
    if (const auto condition = headers.find("If-Range"); condition && !if_range_holds(*condition, validators)) {
        return RangeAnswer{RangeOutcome::Whole};
    }
    return select_ranges(*headers.find("Range"), size);
}

std::string content_range(ByteRange range, std::uint64_t size) {
    return fmt::format("bytes {}-{}/{}", range.first, range.last, size);
}

std::string unsatisfied_content_range(std::uint64_t size) { return fmt::format("bytes */{}", size); }

}  // namespace acervo::http
