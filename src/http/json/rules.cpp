#include "http/json/rules.hpp"

#include <algorithm>

#include "core/utf8.hpp"

namespace acervo::http::json {
namespace {

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

std::optional<std::string> objection(std::string_view text, const TextRule& rule) {
    const auto characters = valid_code_points(text);
    if (!characters) return "must be valid UTF-8";
    if (auto wrong = objection_to_count(*characters, CountRule{rule.least, rule.most}, "character")) return wrong;
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
