#include "core/json_text.hpp"

#include <algorithm>
#include <cstddef>

namespace acervo {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kReplacement = "\\ufffd";

constexpr unsigned char byte_at(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }

/// What a lead byte asks of the bytes after it: how many, and between which bounds the first of them lies
/// (Unicode 15, table 3-7).
struct Lead {
    std::size_t followers;
    unsigned char lowest;
    unsigned char highest;
};

constexpr Lead lead_of(unsigned char byte) {
    if (byte >= 0xC2 && byte <= 0xDF) return {1, 0x80, 0xBF};
    if (byte == 0xE0) return {2, 0xA0, 0xBF};
    if (byte == 0xED) return {2, 0x80, 0x9F};
    if (byte >= 0xE1 && byte <= 0xEF) return {2, 0x80, 0xBF};
    if (byte == 0xF0) return {3, 0x90, 0xBF};
    if (byte >= 0xF1 && byte <= 0xF3) return {3, 0x80, 0xBF};
    if (byte == 0xF4) return {3, 0x80, 0x8F};
    return {0, 0, 0};
}

struct Piece {
    std::size_t length;
    bool well_formed;
};

/// The character beyond ASCII at the front of `text`, or the longest broken beginning of one.
Piece take_piece(std::string_view text) {
    const auto lead = lead_of(byte_at(text, 0));
    if (lead.followers == 0) return {1, false};
    for (std::size_t i = 1; i <= lead.followers; ++i) {
        const auto lowest = i == 1 ? lead.lowest : 0x80;
        const auto highest = i == 1 ? lead.highest : 0xBF;
        if (i >= text.size() || byte_at(text, i) < lowest || byte_at(text, i) > highest) return {i, false};
    }
    return {lead.followers + 1, true};
}

/// Is written as it stands, without a look at its neighbours.
constexpr bool is_plain(char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; }

/// A character below U+0100 by its number.
void append_escaped(std::string& out, unsigned char byte) {
    out += "\\u00";
    out += kHexDigits[byte >> 4];
    out += kHexDigits[byte & 0x0F];
}

void append_special_ascii(std::string& out, char c) {
    switch (c) {
        case '"':
            out += "\\\"";
            return;
        case '\\':
            out += "\\\\";
            return;
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        default:
            break;
    }
    append_escaped(out, static_cast<unsigned char>(c));
}

void append_beyond_ascii(std::string& out, std::string_view character) {
    if (character == "\u2028" || character == "\u2029") {
        out += character == "\u2028" ? "\\u2028" : "\\u2029";
    } else if (byte_at(character, 0) == 0xC2 && byte_at(character, 1) < 0xA0) {
        append_escaped(out, byte_at(character, 1));
    } else {
        out += character;
    }
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        const auto plain = static_cast<std::size_t>(std::ranges::find_if_not(text, is_plain) - text.begin());
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        if (byte_at(text, 0) < 0x80) {
            append_special_ascii(out, text.front());
            text.remove_prefix(1);
            continue;
        }
        const auto [length, well_formed] = take_piece(text);
        if (well_formed) {
            append_beyond_ascii(out, text.substr(0, length));
        } else {
            out += kReplacement;
        }
        text.remove_prefix(length);
    }
    out += '"';
}

}  // namespace acervo
