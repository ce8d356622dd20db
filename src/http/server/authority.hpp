#pragma once

#include <string_view>

namespace acervo::http {

/// Whether `text` is `host` or `host:port` (RFC 9110 §7.2, RFC 3986 §3.2.2): a name, an IPv4 address or an IPv6 address
/// in brackets, and digits up to 65535 or none after the colon. No user information, no zone, no future kind of
/// address.
bool is_authority(std::string_view text) noexcept;

}  // namespace acervo::http
