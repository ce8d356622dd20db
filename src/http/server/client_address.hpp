#pragma once

#include <boost/asio/ip/address.hpp>
#include <string>

#include "net/http_message.hpp"
#include "net/network_list.hpp"

namespace acervo::http {

/// Networks whose word on where a request came from is believed.
using TrustedProxies = NetworkList;

/// The nearest client that is not a trusted proxy: `peer` itself, or, when that is one, the rightmost address in
/// X-Forwarded-For that is not. An entry that is no address ends the search: what a client writes there is not
/// believed.
boost::asio::ip::address client_address(const boost::asio::ip::address& peer, const Headers& headers,
                                        const TrustedProxies& trusted);

/// Text with an IPv4 address in IPv6 clothes (`::ffff:10.0.0.1`) as IPv4.
std::string address_text(const boost::asio::ip::address& address);

}  // namespace acervo::http
