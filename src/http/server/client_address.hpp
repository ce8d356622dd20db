#pragma once

#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "net/http_message.hpp"

namespace acervo::http {

/// Networks whose word on where a request came from is believed.
class TrustedProxies {
public:
    /// From addresses and networks in CIDR form; InvalidInput names one that is neither.
    static Result<TrustedProxies> parse(const std::vector<std::string>& networks);

    bool contains(const boost::asio::ip::address& address) const noexcept;

private:
    /// An IPv4 network is kept as the part of ::ffff:0:0/96 it maps to.
    struct Network {
        boost::asio::ip::address_v6::bytes_type bytes;
        int prefix_bits;
    };
    std::vector<Network> networks_;
};

/// The nearest client that is not a trusted proxy: `peer` itself, or, when that is one, the rightmost address in
/// X-Forwarded-For that is not. An entry that is no address ends the search: what a client writes there is not
/// believed.
boost::asio::ip::address client_address(const boost::asio::ip::address& peer, const Headers& headers,
                                        const TrustedProxies& trusted);

/// Text with an IPv4 address in IPv6 clothes (`::ffff:10.0.0.1`) as IPv4.
std::string address_text(const boost::asio::ip::address& address);

}  // namespace acervo::http
