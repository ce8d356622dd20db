#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace acervo {

using Bytes = std::span<const std::uint8_t>;

/// The bytes of a text, without a copy.
inline Bytes bytes_of(std::string_view text) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Two lower-case digits for each byte.
std::string to_hex(Bytes bytes);
/// From digits of either case; nothing for an odd number of them or any other character.
std::optional<std::vector<std::uint8_t>> from_hex(std::string_view text);

/// RFC 4648 §5 without padding, as in JSON Web Tokens (RFC 7515 §2).
std::string to_base64url(Bytes bytes);
/// With padding (RFC 4648 §4).
std::string to_base64(Bytes bytes);
/// Strictly what `to_base64url` writes: no padding, no line ends, no set bits behind the last byte.
std::optional<std::vector<std::uint8_t>> from_base64url(std::string_view text);

}  // namespace acervo
