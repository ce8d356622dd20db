#include "core/utf8.hpp"

#include <algorithm>

namespace acervo {
namespace {

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

/// U+0080 to U+009F are written C2 80 to C2 9F.
bool is_c1_control(std::string_view text, std::size_t at) {
    return at + 1 < text.size() && text[at] == '\xC2' && static_cast<unsigned char>(text[at + 1]) <= 0x9F;
}

}  // namespace

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
