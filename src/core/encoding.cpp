#include "core/encoding.hpp"

#include <algorithm>
#include <array>

namespace acervo {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kNoDigit = 0xFF;

/// From a character to its value.
constexpr std::array<std::uint8_t, 256> table_of(std::string_view digits) {
    std::array<std::uint8_t, 256> table{};
    table.fill(kNoDigit);
    for (std::size_t i = 0; i < digits.size(); ++i) {
        table[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
    }
    return table;
}

constexpr std::array<std::uint8_t, 256> hex_table() {
    auto table = table_of(kHexDigits);
    for (const char c : std::string_view{"abcdef"}) {
        table[static_cast<unsigned char>(c - 'a' + 'A')] = table[static_cast<unsigned char>(c)];
    }
    return table;
}

constexpr auto kHexValues = hex_table();
constexpr auto kBase64Values = table_of(kBase64Digits);

}  // namespace

std::string to_hex(Bytes bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const auto byte : bytes) {
        text += kHexDigits[byte >> 4U];
        text += kHexDigits[byte & 0x0FU];
    }
    return text;
}

std::optional<std::vector<std::uint8_t>> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const auto high = kHexValues[static_cast<unsigned char>(text[i])];
        const auto low = kHexValues[static_cast<unsigned char>(text[i + 1])];
        if (high == kNoDigit || low == kNoDigit) return std::nullopt;
        bytes.push_back(static_cast<std::uint8_t>(high << 4U | low));
    }
    return bytes;
}

std::string to_base64url(Bytes bytes) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const auto byte : bytes) {
        bits = bits << 8U | byte;
        for (count += 8; count >= 6; count -= 6) text += kBase64Digits[bits >> (count - 6) & 0x3FU];
    }
    if (count > 0) text += kBase64Digits[bits << (6 - count) & 0x3FU];
    return text;
}

std::string to_base64(Bytes bytes) {
    auto text = to_base64url(bytes);
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

std::optional<std::vector<std::uint8_t>> from_base64url(std::string_view text) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::vector<std::uint8_t> bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const auto value = kBase64Values[static_cast<unsigned char>(c)];
        if (value == kNoDigit) return std::nullopt;
        bits = bits << 6U | value;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes.push_back(static_cast<std::uint8_t>(bits >> count));
    }
    if ((bits & ((1U << count) - 1)) != 0) return std::nullopt;
    return bytes;
}

}  // namespace acervo
