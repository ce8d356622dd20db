#include "core/utf8.hpp"

#include <algorithm>

namespace acervo {
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

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

/// U+0080 to U+009F are written C2 80 to C2 9F.
bool is_c1_control(std::string_view text, std::size_t at) {
    return at + 1 < text.size() && text[at] == '\xC2' && static_cast<unsigned char>(text[at + 1]) <= 0x9F;
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

std::optional<std::size_t> valid_code_points(std::string_view text) noexcept {
    std::size_t count = 0;
    for (std::size_t offset = 0; offset < text.size(); ++count) {
        if (!next_code_point(text, offset)) return std::nullopt;
    }
    return count;
}

bool is_utf8(std::string_view text) noexcept { return valid_code_points(text).has_value(); }

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

std::string_view first_code_points(std::string_view text, std::size_t most) {
    std::size_t end = 0;
    while (end < text.size() && (most > 0 || !begins_character(text[end]))) {
        if (begins_character(text[end])) --most;
        ++end;
    }
    return text.substr(0, end);
}

std::string without_controls(std::string_view text) {
    std::string kept;
    kept.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (is_c1_control(text, at)) {
            ++at;
        } else if (byte >= 0x20 && byte != 0x7F) {
            kept += text[at];
        }
    }
    return kept;
}

}  // namespace acervo
