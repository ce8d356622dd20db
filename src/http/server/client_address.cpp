#include "http/server/client_address.hpp"

#include <algorithm>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <string_view>
#include <vector>

namespace acervo::http {
namespace {

namespace ip = boost::asio::ip;

std::string_view trim(std::string_view text) noexcept {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

}  // namespace

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
