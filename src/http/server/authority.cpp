#include "http/server/authority.hpp"

#include <algorithm>
#include <boost/asio/ip/address_v6.hpp>
#include <charconv>
#include <cstdint>
#include <memory>
#include <string>

namespace acervo::http {
namespace {

using std::string_view;

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_hex_digit(char c) noexcept { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// unreserved or sub-delims of RFC 3986, or the `%` of an escape.
constexpr bool is_name_character(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           string_view{"-._~!$&'()*+,;=%"}.contains(c);
}

bool is_name(string_view text) noexcept {
    if (text.empty() || !std::ranges::all_of(text, is_name_character)) return false;
    for (auto at = text.find('%'); at != string_view::npos; at = text.find('%', at + 1)) {
        const auto digits = text.substr(at + 1, 2);
        if (digits.size() != 2 || !std::ranges::all_of(digits, is_hex_digit)) return false;
    }
    return true;
}

bool is_ipv6(string_view text) {
    constexpr std::size_t kLongest = 45;
    const auto fits = [](char c) { return is_hex_digit(c) || c == ':' || c == '.'; };
    if (text.size() > kLongest || !std::ranges::all_of(text, fits)) return false;
    boost::system::error_code malformed;
    boost::asio::ip::make_address_v6(text, malformed);
    return !malformed;
}

bool is_port(string_view text) noexcept {
    if (text.empty()) return true;
    std::uint16_t port = 0;
    const auto* end = std::to_address(text.end());
    const auto [stop, error] = std::from_chars(std::to_address(text.begin()), end, port);
    return error == std::errc{} && stop == end;
}

}  // namespace

bool is_authority(string_view text) noexcept {
    const bool bracketed = text.starts_with('[');
    const auto end = bracketed ? text.find(']') : std::min(text.find(':'), text.size());
    if (end == string_view::npos) return false;
    const auto rest = text.substr(bracketed ? end + 1 : end);
    const bool is_host = bracketed ? is_ipv6(text.substr(1, end - 1)) : is_name(text.substr(0, end));
    return is_host && (rest.empty() || (rest.starts_with(':') && is_port(rest.substr(1))));
}

}  // namespace acervo::http
