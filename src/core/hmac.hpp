#pragma once

#include <array>
#include <cstdint>

#include "core/encoding.hpp"

namespace acervo {

using HmacSha256 = std::array<std::uint8_t, 32>;

/// HMAC-SHA-256 (RFC 2104, FIPS 180-4).
HmacSha256 hmac_sha256(Bytes key, Bytes message);

/// Equality in a time that depends on the lengths only.
bool equal_in_constant_time(Bytes left, Bytes right) noexcept;

}  // namespace acervo
