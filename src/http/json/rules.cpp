#include "http/json/rules.hpp"

#include <algorithm>

namespace acervo::http::json {
namespace {

constexpr unsigned char byte_at(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }

struct Lead {
    std::size_t length;
    char32_t bits;
    char32_t smallest;
};

constexpr std::optional<Lead> lead_of(unsigned char byte) {
    if ((byte & 0xE0U) == 0xC0U) return Lead{2, byte & 0x1FU, 0x80};
    if ((byte & 0xF0U) == 0xE0U) return Lead{3, byte & 0x0FU, 0x800};
    if ((byte & 0xF8U) == 0xF0U) return Lead{4, byte & 0x07U, 0x10000};
    return std::nullopt;
}

bool contains(std::span<const CodePointRange> ranges, char32_t code) {
    return std::ranges::any_of(
        ranges, [code](const CodePointRange& range) { return range.first <= code && code <= range.last; });
}

/// `text` is valid UTF-8.
bool matches(std::string_view text, std::span<const PatternStep> pattern) {
    std::size_t offset = 0;
    for (const auto& step : pattern) {
        std::size_t count = 0;
        while (count < step.most && offset < text.size()) {
            auto behind = offset;
            const auto code = next_code_point(text, behind);
            if (!code || !contains(step.ranges, *code)) break;
            offset = behind;
            ++count;
        }
        if (count < step.least) return false;
    }
    return offset == text.size();
}

std::optional<std::size_t> code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t offset = 0; offset < text.size(); ++count) {
        if (!next_code_point(text, offset)) return std::nullopt;
    }
    return count;
}

std::string of(std::size_t count, std::string_view thing) {
    return std::to_string(count) + " " + std::string{thing} + (count == 1 ? "" : "s");
}

std::optional<std::string> objection_to_count(std::size_t count, const CountRule& rule, std::string_view thing) {
    if (rule.least == rule.most && count != rule.least) return "must have exactly " + of(rule.least, thing);
    if (count < rule.least) return "must have at least " + of(rule.least, thing);
    if (count > rule.most) return "must have at most " + of(rule.most, thing);
    return std::nullopt;
}

}  // namespace

std::optional<char32_t> next_code_point(std::string_view text, std::size_t& offset) noexcept {
    const auto first = byte_at(text, offset);
    if (first < 0x80U) {
        ++offset;
        return first;
    }
    const auto lead = lead_of(first);
    if (!lead || text.size() - offset < lead->length) return std::nullopt;
    char32_t code = lead->bits;
    for (std::size_t i = 1; i < lead->length; ++i) {
        const auto next = byte_at(text, offset + i);
        if ((next & 0xC0U) != 0x80U) return std::nullopt;
        code = (code << 6U) | (next & 0x3FU);
    }
    if (code < lead->smallest || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return std::nullopt;
    offset += lead->length;
    return code;
}

std::optional<std::string> objection(std::string_view text, const TextRule& rule) {
    const auto count = code_points(text);
    if (!count) return "must be valid UTF-8";
    if (auto wrong = objection_to_count(*count, CountRule{rule.least, rule.most}, "character")) return wrong;
    if (!rule.pattern.empty() && !matches(text, rule.pattern)) return std::string{rule.reason};
    return std::nullopt;
}

std::optional<std::string> objection(std::int64_t number, const IntegerRule& rule) {
    if (number < rule.least || number > rule.most) return expectation(rule);
    return std::nullopt;
}

std::optional<std::string> objection(std::size_t count, const CountRule& rule) {
    return objection_to_count(count, rule, "element");
}

std::string expectation(const IntegerRule& rule) {
    if (rule.least == IntegerRule{}.least && rule.most == IntegerRule{}.most) return "must be an integer";
    return "must be an integer from " + std::to_string(rule.least) + " to " + std::to_string(rule.most);
}

std::string expectation(std::span<const std::string_view> names) {
    std::string text = names.size() == 1 ? "must be " : "must be one of ";
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += ", ";
        text += names[i];
    }
    return text;
}

}  // namespace acervo::http::json
