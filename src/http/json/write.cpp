#include "http/json/write.hpp"

#include "core/utf8.hpp"

namespace acervo::http::json {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// ASCII that needs no escape.
constexpr bool is_plain(char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; }

void append_ascii(std::string& out, char c) {
    switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            out += "\\u00";
            out += kHexDigits[static_cast<unsigned char>(c) >> 4U];
            out += kHexDigits[static_cast<unsigned char>(c) & 0x0FU];
    }
}

}  // namespace

void append_text(std::string& out, std::string_view text) {
    out += '"';
    std::size_t offset = 0;
    while (offset < text.size()) {
        auto end = offset;
        while (end < text.size() && is_plain(text[end])) ++end;
        out.append(text, offset, end - offset);
        offset = end;
        if (offset == text.size()) break;
        if (static_cast<unsigned char>(text[offset]) < 0x80U) {
            append_ascii(out, text[offset++]);
        } else if (next_code_point(text, end)) {
            out.append(text, offset, end - offset);
            offset = end;
        } else {
            out += kReplacement;
            ++offset;
        }
    }
    out += '"';
}

}  // namespace acervo::http::json
