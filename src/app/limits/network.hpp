#pragma once

#include <string>

namespace acervo {

/// The smallest network that one customer of an access provider has: an IPv4 address itself, of an IPv6 address the
/// first 64 bits, because whoever has one of those has all of its 2^64 addresses (RFC 6177). An IPv4 address in IPv6
/// form is that IPv4 address. Text that is no address is left as it is.
std::string network_of(const std::string& address);

}  // namespace acervo
