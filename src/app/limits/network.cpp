#include "app/limits/network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace acervo {
namespace {

using Address = std::array<std::uint8_t, 16>;

constexpr std::array<std::uint8_t, 12> kMappedIpv4{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::size_t kNetworkBytes = 8;

}  // namespace

std::string network_of(const std::string& address) {
    Address bytes{};
    // Without the zone of a link-local address.
    if (::inet_pton(AF_INET6, address.substr(0, address.find('%')).c_str(), bytes.data()) != 1) return address;
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (std::equal(kMappedIpv4.begin(), kMappedIpv4.end(), bytes.begin())) {
        ::inet_ntop(AF_INET, &bytes[kMappedIpv4.size()], text.data(), text.size());
        return text.data();
    }
    std::fill(bytes.begin() + kNetworkBytes, bytes.end(), std::uint8_t{0});
    ::inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
    return std::string{text.data()} + "/64";
}

}  // namespace acervo
