#include "net/network_list.hpp"

#include <algorithm>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <charconv>
#include <optional>
#include <string_view>

namespace acervo {
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

/// What is not for everybody, of IPv4 and of IPv6 (IANA's registries of special-purpose addresses, RFC 6890).
const NetworkList& special_networks() {
    static const auto kList =
        NetworkList::parse({"0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
                            "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
                            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",
                            "::/96",         "64:ff9b:1::/48",  "100::/64",       "2001::/23",      "2001:db8::/32",
                            "3fff::/20",     "5f00::/16",       "fc00::/7",       "fe80::/10",      "fec0::/10",
                            "ff00::/8"})
            .value();
    return kList;
}

ip::address_v4 embedded(const ip::address_v6::bytes_type& bytes, std::size_t at) {
    return ip::address_v4{{bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]}};
}

/// The IPv4 address that a translator or a tunnel would go on to: NAT64 (RFC 6052), 6to4 (RFC 3056).
std::optional<ip::address> goes_on_to(const ip::address& address) {
    if (!address.is_v6()) return std::nullopt;
    static const auto kNat64 = NetworkList::parse({"64:ff9b::/96"}).value();
    static const auto k6to4 = NetworkList::parse({"2002::/16"}).value();
    const auto bytes = address.to_v6().to_bytes();
    if (kNat64.contains(address)) return embedded(bytes, 12);
    if (k6to4.contains(address)) return embedded(bytes, 2);
    return std::nullopt;
}

}  // namespace

Result<NetworkList> NetworkList::parse(const std::vector<std::string>& networks) {
    NetworkList list;
    for (const auto& text : networks) {
        const auto slash = text.find('/');
        boost::system::error_code error;
        const auto address = ip::make_address(text.substr(0, slash), error);
        const int most = address.is_v4() ? 32 : 128;
        const auto bits =
            slash == std::string::npos ? most : prefix_length(std::string_view{text}.substr(slash + 1), most);
        if (error || !bits) return fail(ErrorKind::InvalidInput, "'" + text + "' is neither an address nor a network");
        list.networks_.push_back(Network{as_v6(address), *bits + (address.is_v4() ? kMappedPrefixBits : 0)});
    }
    return list;
}

bool NetworkList::contains(const ip::address& address) const noexcept {
    const auto bytes = as_v6(address);
    return std::ranges::any_of(
        networks_, [&](const Network& network) { return same_prefix(network.bytes, bytes, network.prefix_bits); });
}

bool is_public(const ip::address& address) noexcept {
    if (special_networks().contains(address)) return false;
    const auto further = goes_on_to(address);
    return !further || !special_networks().contains(*further);
}

}  // namespace acervo
