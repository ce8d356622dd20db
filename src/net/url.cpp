#include "net/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>

namespace acervo {
namespace {

constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
constexpr bool is_letter(char c) noexcept { return lower(c) >= 'a' && lower(c) <= 'z'; }

constexpr bool is_host_character(char c) noexcept {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_';
}
constexpr bool is_ipv6_character(char c) noexcept {
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f') || c == ':' || c == '.';
}
/// Printable ASCII without the blank and `#`.
constexpr bool is_target_character(char c) noexcept { return c > ' ' && c < '\x7f' && c != '#'; }

std::optional<std::uint16_t> parse_port(std::string_view digits) {
    std::uint16_t port = 0;
    const auto* end = std::to_address(digits.end());
    const auto [stop, error] = std::from_chars(std::to_address(digits.begin()), end, port);
    if (error != std::errc{} || stop != end || port == 0) return std::nullopt;
    return port;
}

/// Takes `host` or `[ipv6]` from the front of `authority`; what remains is empty or begins with the port's colon.
std::optional<std::string> take_host(std::string_view& authority) {
    const bool bracketed = authority.starts_with('[');
    const auto end = bracketed ? authority.find(']') : std::min(authority.find(':'), authority.size());
    if (end == std::string_view::npos) return std::nullopt;
    std::string host{authority.substr(bracketed ? 1 : 0, end - (bracketed ? 1 : 0))};
    authority.remove_prefix(bracketed ? end + 1 : end);
    if (host.empty() || !std::ranges::all_of(host, bracketed ? is_ipv6_character : is_host_character)) {
        return std::nullopt;
    }
    std::ranges::transform(host, host.begin(), lower);
    return host;
}

}  // namespace

Result<Url> Url::parse(std::string_view text) {
    // The address itself is not repeated in messages: a presigned one is a secret.
    const auto refuse = [](std::string_view reason) {
        return fail(ErrorKind::InvalidInput, fmt::format("not a usable address: {}", reason));
    };
    Url url;
    std::string scheme{text.substr(0, std::min(text.find("://"), text.size()))};
    std::ranges::transform(scheme, scheme.begin(), lower);
    if (scheme.size() == text.size() || (scheme != "http" && scheme != "https")) {
        return refuse("it must begin with http:// or https://");
    }
    url.secure_ = scheme == "https";
    text.remove_prefix(scheme.size() + 3);

    auto authority = text.substr(0, std::min(text.find_first_of("/?"), text.size()));
    text.remove_prefix(authority.size());
    auto host = take_host(authority);
    if (!host) return refuse("the host is missing or has an illegal character");
    url.host_ = *std::move(host);

    url.port_ = url.secure_ ? kHttpsPort : kHttpPort;
    if (!authority.empty()) {
        const auto port = authority.starts_with(':') ? parse_port(authority.substr(1)) : std::nullopt;
        if (!port) return refuse("the port is not a number from 1 to 65535");
        url.port_ = *port;
    }
    if (!std::ranges::all_of(text, is_target_character)) {
        return refuse("path and query must be percent-encoded and without fragment");
    }
    url.target_ = text.starts_with('/') ? std::string{text} : "/" + std::string{text};
    return url;
}

std::string Url::authority() const {
    const bool ipv6 = host_.find(':') != std::string::npos;
    auto text = ipv6 ? fmt::format("[{}]", host_) : host_;
    if (port_ != (secure_ ? kHttpsPort : kHttpPort)) text += fmt::format(":{}", port_);
    return text;
}

std::string Url::origin() const {
    const bool ipv6 = host_.find(':') != std::string::npos;
    return fmt::format("{}://{}{}{}:{}", secure_ ? "https" : "http", ipv6 ? "[" : "", host_, ipv6 ? "]" : "", port_);
}

}  // namespace acervo
