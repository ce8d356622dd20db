#include "http/server/target.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "core/utf8.hpp"
#include "http/server/authority.hpp"

namespace acervo::http {
namespace {

constexpr std::string_view kWholeServer = "*";
constexpr std::string_view kRoot = "/";

constexpr auto kHexValues = [] {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (int i = 0; i < 10; ++i) values[static_cast<std::size_t>('0' + i)] = static_cast<std::int8_t>(i);
    for (int i = 0; i < 6; ++i) {
        values[static_cast<std::size_t>('a' + i)] = static_cast<std::int8_t>(10 + i);
        values[static_cast<std::size_t>('A' + i)] = static_cast<std::int8_t>(10 + i);
    }
    return values;
}();

int hex_value(char c) noexcept { return kHexValues[static_cast<unsigned char>(c)]; }

bool is_control(char c) noexcept { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

/// The byte that the escape at `text[at]` stands for.
std::optional<char> unescape(std::string_view text, std::size_t at) noexcept {
    if (at + 2 >= text.size()) return std::nullopt;
    const int high = hex_value(text[at + 1]);
    const int low = hex_value(text[at + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    return static_cast<char>(high << 4 | low);
}

/// One name or value of a query.
std::optional<std::string> decode_form(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i] == '+' ? ' ' : text[i];
        if (c == '%') {
            const auto byte = unescape(text, i);
            if (!byte) return std::nullopt;
            c = *byte;
            i += 2;
        }
        if (is_control(c)) return std::nullopt;
        decoded += c;
    }
    if (!is_utf8(decoded)) return std::nullopt;
    return decoded;
}

bool is_visible_ascii(char c) noexcept { return c > 0x20 && c < 0x7F; }

}  // namespace

Result<Target> Target::parse(std::string_view text, Method method) {
    const auto malformed = [](const char* reason) { return fail(ErrorKind::InvalidInput, reason); };
    const bool asks_options = method == Method::Options;
    Target target;
    if (!text.starts_with('/')) {
        const bool is_asterisk = text == kWholeServer && asks_options;
        if (!is_asterisk && !target.read_origin(text)) {
            return malformed("the request target must be a path that begins with '/'");
        }
        if (is_asterisk || (text.empty() && asks_options)) {
            target.path_ = kWholeServer;
            return target;
        }
    }
    if (!std::ranges::all_of(text, is_visible_ascii))
        return malformed("the request target holds a byte that no URI has");
    if (text.find('#') != std::string_view::npos) return malformed("the request target holds a fragment");
    const auto question = text.find('?');
    const auto path = text.substr(0, question);
    if (!target.read_path(path.empty() ? kRoot : path)) {
        return malformed("the path holds a malformed escape, a control character, a dot segment or is not UTF-8");
    }
    if (question != std::string_view::npos && !target.read_query(text.substr(question + 1))) {
        return malformed("the query holds a malformed escape, a control character or is not UTF-8");
    }
    return target;
}

std::string_view Target::segment(std::size_t index) const noexcept {
    const std::size_t begin = index == 0 ? 1 : segment_ends_[index - 1] + 1;
    return std::string_view{path_}.substr(begin, segment_ends_[index] - begin);
}

bool Target::read_origin(std::string_view& text) {
    const auto colon = text.find("://");
    if (colon == std::string_view::npos) return false;
    const auto scheme = text.substr(0, colon);
    if (!Headers::same_name(scheme, "http") && !Headers::same_name(scheme, "https")) return false;
    text.remove_prefix(colon + 3);
    const auto end = std::min(text.find_first_of("/?#"), text.size());
    const auto authority = text.substr(0, end);
    if (!is_authority(authority)) return false;
    authority_ = authority;
    text.remove_prefix(end);
    return true;
}

bool Target::read_path(std::string_view text) {
    path_.reserve(text.size());
    segment_ends_.reserve(8);
    const auto end_segment = [this] {
        segment_ends_.push_back(static_cast<std::uint32_t>(path_.size()));
        const auto last = segment(segment_ends_.size() - 1);
        return last != "." && last != "..";
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '/' && i > 0 && !end_segment()) return false;
        if (c == '%') {
            const auto byte = unescape(text, i);
            if (!byte || is_control(*byte)) return false;
            c = *byte;
            i += 2;
        }
        path_ += c;
    }
    return end_segment() && is_utf8(path_);
}

bool Target::read_query(std::string_view text) {
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto member = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (member.empty()) continue;
        const auto equals = std::min(member.find('='), member.size());
        auto name = decode_form(member.substr(0, equals));
        auto value = decode_form(member.substr(std::min(equals + 1, member.size())));
        if (!name || !value) return false;
        query_.emplace_back(*std::move(name), *std::move(value));
    }
    return true;
}

}  // namespace acervo::http
