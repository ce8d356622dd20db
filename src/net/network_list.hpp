#pragma once

#include <boost/asio/ip/address.hpp>
#include <string>
#include <vector>

#include "core/result.hpp"

namespace acervo {

/// Networks of the Internet Protocol, whichever version.
class NetworkList {
public:
    /// From addresses and networks in CIDR form (RFC 4632); InvalidInput names one that is neither.
    static Result<NetworkList> parse(const std::vector<std::string>& networks);

    /// An IPv4 address in IPv6 clothes (`::ffff:10.0.0.1`) is the IPv4 address.
    bool contains(const boost::asio::ip::address& address) const noexcept;

private:
    /// An IPv4 network is kept as the part of ::ffff:0:0/96 it maps to.
    struct Network {
        boost::asio::ip::address_v6::bytes_type bytes;
        int prefix_bits;
    };
    std::vector<Network> networks_;
};

/// Whether an address is one that everybody on the Internet can reach: none of this host, of private networks, of
/// links, of documentation and tests, of groups, or kept for later (the registries of RFC 6890), nor one in IPv6 that
/// stands for such an IPv4 address.
bool is_public(const boost::asio::ip::address& address) noexcept;

}  // namespace acervo
