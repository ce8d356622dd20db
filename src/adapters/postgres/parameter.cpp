#include "adapters/postgres/parameter.hpp"

#include <fmt/format.h>

namespace acervo {

// The shortest form that reads back as the same double.
Parameter::Parameter(double value) : text_{fmt::format("{}", value)} {}

Parameter::Parameter(std::span<const std::byte> bytes) {
    constexpr std::string_view kHexDigits = "0123456789abcdef";
    std::string text{"\\x"};
    text.reserve(2 + 2 * bytes.size());
    for (const auto byte : bytes) {
        text += kHexDigits[std::to_integer<std::size_t>(byte) >> 4];
        text += kHexDigits[std::to_integer<std::size_t>(byte) & 0x0F];
    }
    text_ = std::move(text);
}

std::string Parameter::array_text(const std::vector<std::optional<std::string>>& items) {
    std::string text{"{"};
    for (const auto& item : items) {
        if (text.size() > 1) text += ',';
        if (!item) {
            text += "NULL";
            continue;
        }
        text += '"';
        for (const char c : *item) {
            if (c == '"' || c == '\\') text += '\\';
            text += c;
        }
        text += '"';
    }
    return text + '}';
}

}  // namespace acervo
