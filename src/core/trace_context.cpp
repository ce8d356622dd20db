#include "core/trace_context.hpp"

#include <algorithm>

#include "core/encoding.hpp"
#include "core/random.hpp"

namespace acervo {
namespace {

constexpr std::size_t kLengthOfVersion00 = 55;
constexpr std::uint8_t kSampledFlag = 0x01;
constexpr std::size_t kMostStateMembers = 32;
constexpr std::size_t kMostStateCharacters = 512;
constexpr std::size_t kMostKeyCharacters = 256;
constexpr std::size_t kMostValueCharacters = 256;

constexpr bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

constexpr bool is_lower_hex(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t";
    const auto first = std::min(text.find_first_not_of(kBlanks), text.size());
    return text.substr(first, text.find_last_not_of(kBlanks) + 1 - first);
}

bool is_key(std::string_view key) {
    return !key.empty() && key.size() <= kMostKeyCharacters && is_lower_or_digit(key.front()) &&
           std::ranges::all_of(key, [](char c) {
               return is_lower_or_digit(c) || c == '_' || c == '-' || c == '*' || c == '/' || c == '@';
           });
}

bool is_value(std::string_view value) {
    return !value.empty() && value.size() <= kMostValueCharacters &&
           std::ranges::all_of(value, [](char c) { return c >= ' ' && c <= '~' && c != ',' && c != '='; });
}

/// The list without empty members and blanks around members; empty when any member is malformed.
std::string checked_state(std::string_view text) {
    std::string state;
    std::size_t members = 0;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        const auto member = trimmed(text.substr(0, comma));
        text.remove_prefix(std::min(comma + 1, text.size()));
        if (member.empty()) continue;
        const auto sign = member.find('=');
        if (sign == std::string_view::npos || !is_key(member.substr(0, sign)) || !is_value(member.substr(sign + 1))) {
            return {};
        }
        if (!state.empty()) state += ',';
        state += member;
        if (++members > kMostStateMembers || state.size() > kMostStateCharacters) return {};
    }
    return state;
}

}  // namespace

template <std::size_t Size>
TraceBytes<Size> TraceBytes<Size>::make() {
    TraceBytes id;
    while (id.is_none()) fill_random(id.bytes_);
    return id;
}

template <std::size_t Size>
std::optional<TraceBytes<Size>> TraceBytes<Size>::parse(std::string_view text) {
    if (text.size() != 2 * Size || !is_lower_hex(text)) return std::nullopt;
    TraceBytes id;
    std::ranges::copy(*from_hex(text), id.bytes_.begin());
    if (id.is_none()) return std::nullopt;
    return id;
}

template <std::size_t Size>
std::string TraceBytes<Size>::to_string() const {
    return to_hex(bytes_);
}

template class TraceBytes<16>;
template class TraceBytes<8>;

std::optional<TraceContext> TraceContext::parse(std::string_view traceparent, std::string_view tracestate) {
    const auto text = traceparent;
    if (text.size() < kLengthOfVersion00 || text[2] != '-' || text[35] != '-' || text[52] != '-') return std::nullopt;
    const auto version = text.substr(0, 2);
    if (!is_lower_hex(version) || version == "ff") return std::nullopt;
    if (text.size() > kLengthOfVersion00 && (version == "00" || text[kLengthOfVersion00] != '-')) return std::nullopt;

    const auto trace_id = TraceId::parse(text.substr(3, 32));
    const auto span_id = SpanId::parse(text.substr(36, 16));
    const auto flags = text.substr(53, 2);
    if (!trace_id || !span_id || !is_lower_hex(flags)) return std::nullopt;

    TraceContext context;
    context.trace_id = *trace_id;
    context.span_id = *span_id;
    context.sampled = (from_hex(flags)->front() & kSampledFlag) != 0;
    context.tracestate = checked_state(tracestate);
    return context;
}

std::string TraceContext::traceparent() const {
    return "00-" + trace_id.to_string() + '-' + span_id.to_string() + (sampled ? "-01" : "-00");
}

}  // namespace acervo
