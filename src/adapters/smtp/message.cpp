#include "adapters/smtp/message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/utf8.hpp"

namespace acervo::smtp {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kFold = "\r\n ";
/// Between `=?utf-8?q?` and `?=`: 75 − 12.
constexpr std::size_t kMostInWord = 63;
/// Of a header's text that is left as it is: with the longest of our field names it stays below 78.
constexpr std::size_t kMostPlain = 60;
/// Before the `=` of a soft line break.
constexpr std::size_t kMostInLine = 75;
constexpr std::size_t kMostOfAddress = 254;
constexpr std::size_t kMostOfLocalPart = 64;

bool is_letter_or_digit(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool is_printable(char c) noexcept { return c >= ' ' && c <= '~'; }

std::string escaped(char c) { return fmt::format("={:02X}", static_cast<unsigned char>(c)); }

/// One character of UTF-8 in an encoded word.
std::string in_word(std::string_view character) {
    std::string word;
    for (const char c : character) {
        if (is_letter_or_digit(c)) {
            word += c;
        } else {
            word += c == ' ' ? "_" : escaped(c);
        }
    }
    return word;
}

std::string encoded_words(std::string_view text) {
    std::string words;
    std::string word;
    const auto close = [&words, &word] {
        if (word.empty()) return;
        if (!words.empty()) words += kFold;
        words += "=?utf-8?q?" + word + "?=";
        word.clear();
    };
    for (std::size_t at = 0; at < text.size();) {
        const auto begin = at;
        if (!next_code_point(text, at)) break;
        const auto piece = in_word(text.substr(begin, at - begin));
        if (word.size() + piece.size() > kMostInWord) close();
        word += piece;
    }
    close();
    return words;
}

/// A name in front of an address.
std::string phrase(std::string_view name) {
    const auto is_plain = [](char c) { return is_letter_or_digit(c) || c == ' '; };
    return name.size() <= kMostPlain && std::ranges::all_of(name, is_plain) ? std::string{name} : encoded_words(name);
}

std::string mailbox(const Sender& sender) {
    if (sender.name.empty()) return "<" + sender.address + ">";
    return phrase(sender.name) + std::string{kFold} + "<" + sender.address + ">";
}

Error wrong(std::string_view what) { return Error{ErrorKind::InvalidInput, fmt::format("letter: {}", what)}; }

}  // namespace

bool is_address(std::string_view text) noexcept {
    const auto at = text.find('@');
    if (at == std::string_view::npos || at == 0 || at > kMostOfLocalPart || at + 1 == text.size()) return false;
    if (text.size() > kMostOfAddress || text.find('@', at + 1) != std::string_view::npos) return false;
    const auto means_something = [](char c) {
        return (static_cast<unsigned char>(c) < 0x80 && (c <= ' ' || c > '~')) ||
               std::string_view{"<>()[]{},;:\\\""}.contains(c);
    };
    if (std::ranges::any_of(text, means_something) || text[at + 1] == '-' || text.front() == '-') return false;
    for (std::size_t i = 0; i < text.size();) {
        const auto point = next_code_point(text, i);
        if (!point || (*point >= 0x7F && *point <= 0x9F)) return false;
    }
    return true;
}

std::string header_text(std::string_view text) {
    const bool is_plain = text.size() <= kMostPlain && std::ranges::all_of(text, is_printable) && !text.contains("=?");
    return is_plain ? std::string{text} : encoded_words(text);
}

std::string quoted_printable(std::string_view text) {
    std::string lines;
    std::size_t length = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n') {
            lines += kLineEnd;
            length = 0;
            continue;
        }
        const bool ends_line = i + 1 == text.size() || text[i + 1] == '\n';
        const bool is_plain = is_printable(c) && c != '=' && !(c == ' ' && ends_line);
        const auto piece = is_plain ? std::string(1, c) : escaped(c);
        if (length + piece.size() > kMostInLine) {
            lines += "=\r\n";
            length = 0;
        }
        lines += piece;
        length += piece.size();
    }
    if (length > 0) lines += kLineEnd;
    return lines;
}

std::string mail_date(Timestamp moment) {
    static constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(moment - day)};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000", kDays.at(std::chrono::weekday{day}.c_encoding()),
                       static_cast<unsigned>(date.day()), kMonths.at(static_cast<unsigned>(date.month()) - 1),
                       static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                       time.seconds().count());
}

Result<std::string> message_of(const Letter& letter, const Sender& sender, Timestamp now, std::string_view id) {
    if (!is_address(letter.to)) return fail(wrong("no mail is sent to such an address"));
    if (!is_address(sender.address)) return fail(wrong("no mail is sent from such an address"));
    for (const auto text : {std::string_view{letter.subject}, std::string_view{sender.name}}) {
        if (!is_utf8(text) || without_controls(std::string{text}) != text)
            return fail(wrong("a header is not one line of text"));
    }
    if (!is_utf8(letter.text)) return fail(wrong("the text is not UTF-8"));
    std::string message;
    const auto field = [&message](std::string_view name, std::string_view value) {
        message += fmt::format("{}: {}{}", name, value, kLineEnd);
    };
    field("Date", mail_date(now));
    field("From", mailbox(sender));
    field("To", "<" + letter.to + ">");
    field("Subject", header_text(letter.subject));
    field("Message-ID", fmt::format("<{}@{}>", id, sender.address.substr(sender.address.find('@') + 1)));
    field("Auto-Submitted", "auto-generated");
    field("MIME-Version", "1.0");
    field("Content-Type", "text/plain; charset=utf-8");
    field("Content-Transfer-Encoding", "quoted-printable");
    return message + std::string{kLineEnd} + quoted_printable(letter.text);
}

}  // namespace acervo::smtp
