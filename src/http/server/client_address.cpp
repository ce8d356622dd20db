#include "http/server/client_address.hpp"

#include <algorithm>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <charconv>
#include <optional>

namespace acervo::http {
namespace {

namespace ip = boost::asio::ip;

constexpr int kMappedPrefixBits = 96;

ip::address_v6::bytes_type as_v6(const ip::address& address) noexcept {
    if (address.is_v6()) return address.to_v6().to_bytes();
    ip::address_v6::bytes_type bytes{};
    bytes[10] = bytes[11] = 0xFF;
    std::ranges::copy(address.to_v4().to_bytes(), bytes.begin() + 12);
    return bytes;
}

std::optional<int> prefix_length(std::string_view text, int most) noexcept {
    int bits = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
    if (error != std::errc{} || end != text.data() + text.size() || bits < 0 || bits > most) return std::nullopt;
    return bits;
}

bool same_prefix(const ip::address_v6::bytes_type& left, const ip::address_v6::bytes_type& right, int bits) noexcept {
    const auto whole = static_cast<std::size_t>(bits / 8);
    if (!std::equal(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(whole), right.begin())) return false;
    const auto rest = bits % 8;
    return rest == 0 || (left[whole] ^ right[whole]) >> (8 - rest) == 0;
}

std::string_view trim(std::string_view text) noexcept {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

}  // namespace

Result<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& networks) {
    TrustedProxies trusted;
    for (const auto& text : networks) {
        const auto slash = text.find('/');
        boost::system::error_code error;
        const auto address = ip::make_address(text.substr(0, slash), error);
        const int most = address.is_v4() ? 32 : 128;
        const auto bits =
            slash == std::string::npos ? most : prefix_length(std::string_view{text}.substr(slash + 1), most);
        if (error || !bits) return fail(ErrorKind::InvalidInput, "'" + text + "' is neither an address nor a network");
        trusted.networks_.push_back(Network{as_v6(address), *bits + (address.is_v4() ? kMappedPrefixBits : 0)});
    }
    return trusted;
}

bool TrustedProxies::contains(const ip::address& address) const noexcept {
    const auto bytes = as_v6(address);
    return std::ranges::any_of(
        networks_, [&](const Network& network) { return same_prefix(network.bytes, bytes, network.prefix_bits); });
}

ip::address client_address(const ip::address& peer, const Headers& headers, const TrustedProxies& trusted) {
    auto nearest = peer;
    if (!trusted.contains(nearest)) return nearest;
    // Several fields are one list, the last of them its end (RFC 9110 §5.3).
    std::vector<std::string_view> entries;
    for (const auto& [name, value] : headers) {
        if (!Headers::same_name(name, "X-Forwarded-For")) continue;
        for (std::string_view rest = value; !rest.empty();) {
            const auto comma = std::min(rest.find(','), rest.size());
            entries.push_back(trim(rest.substr(0, comma)));
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
    }
    for (auto entry = entries.rbegin(); entry != entries.rend() && trusted.contains(nearest); ++entry) {
        boost::system::error_code error;
        const auto address = ip::make_address(*entry, error);
        if (error) break;
        nearest = address;
    }
    return nearest;
}

std::string address_text(const ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return ip::make_address_v4(ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

}  // namespace acervo::http
