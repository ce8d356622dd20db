#include "domain/media/embedded_text.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "core/utf8.hpp"

namespace acervo {
namespace {

/// What Windows-1252 has at 0x80 to 0x9F; 0 where it has nothing.
constexpr std::array<char32_t, 32> kWindows{0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                            0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                            0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                            0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

bool is_blank(char32_t point) noexcept { return point == ' ' || point == '\t' || point == 0xA0 || point == 0xFEFF; }
bool is_line_end(char32_t point) noexcept {
    return point == '\n' || point == 0x85 || point == 0x2028 || point == 0x2029;
}
bool is_control(char32_t point) noexcept { return point < 0x20 || (point >= 0x7F && point < 0xA0); }

/// Collects text so that blanks stand between words only, and line ends between lines.
class Plain {
public:
    Plain(std::size_t most, bool keeps_lines) : left_{most}, keeps_lines_{keeps_lines} {}
    /// Whether there is room for more.
    bool add(char32_t point, std::string_view bytes) {
        if (is_line_end(point)) {
            ++lines_;
            return true;
        }
        if (is_blank(point) || is_control(point)) {
            // A control character is nothing; a blank between words is one.
            blank_ = blank_ || is_blank(point);
            return true;
        }
        const auto gap = gap_before();
        if (gap.size() + 1 > left_) return false;
        left_ -= gap.size() + 1;
        text_.append(gap).append(bytes);
        lines_ = 0;
        blank_ = false;
        return true;
    }
    std::string take() && { return std::move(text_); }

private:
    std::string_view gap_before() const {
        if (text_.empty()) return "";
        if (lines_ > 0 && keeps_lines_) return lines_ > 1 ? "\n\n" : "\n";
        return lines_ > 0 || blank_ ? " " : "";
    }
    std::string text_;
    std::size_t left_;
    std::size_t lines_{0};
    bool blank_{false};
    bool keeps_lines_;
};

std::string plain(std::string_view text, std::size_t most, bool keeps_lines) {
    Plain plain{most, keeps_lines};
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        auto point = next_code_point(text, at);
        if (!point) return {};
        // Both signs of one line end, and the one of old Macs.
        if (*point == '\r') {
            if (at < text.size() && text[at] == '\n') continue;
            point = '\n';
        }
        if (!plain.add(*point, text.substr(begin, at - begin))) break;
    }
    return std::move(plain).take();
}

/// The byte that Windows-1252 writes a code point as.
std::optional<char> windows_byte(char32_t point) {
    const auto* found = std::ranges::find(kWindows, point);
    if (point != 0 && found != kWindows.end()) return static_cast<char>(0x80 + (found - kWindows.begin()));
    if (point > 0xFF) return std::nullopt;
    return static_cast<char>(point);
}

}  // namespace

std::string plain_line(std::string_view text, std::size_t most) { return plain(text, most, false); }

std::string plain_text(std::string_view text, std::size_t most) { return plain(text, most, true); }

std::vector<std::string> parts_of(std::string_view text, std::string_view separators) {
    std::vector<std::string> parts;
    std::string part;
    // Quotes mean something only where there is something to keep together.
    const bool separates = text.find_first_of(separators) != std::string_view::npos;
    bool quoted = false;
    const auto finish = [&] {
        auto whole = plain_line(part, part.size());
        if (!whole.empty()) parts.push_back(std::move(whole));
        part.clear();
    };
    for (const char c : text) {
        if (separates && c == '"') {
            quoted = !quoted;
        } else if (!quoted && separators.find(c) != std::string_view::npos) {
            finish();
        } else {
            part += c;
        }
    }
    finish();
    return parts;
}

std::string with_utf8_restored(std::string_view text) {
    std::string bytes;
    bool has_more_than_ascii = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto point = next_code_point(text, at);
        const auto byte = point ? windows_byte(*point) : std::nullopt;
        if (!byte) return std::string{text};
        has_more_than_ascii = has_more_than_ascii || *point > 0x7F;
        bytes += *byte;
    }
    return has_more_than_ascii && is_utf8(bytes) ? bytes : std::string{text};
}

}  // namespace acervo
