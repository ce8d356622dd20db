#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace acervo::jose {

/// Longer tokens are refused unread: groups of a large provider fit into it several times.
inline constexpr std::size_t kMostTokenBytes = std::size_t{16} * 1024;

/// What the protected header of a token says. It was written by whoever sends the token: it may name one of our keys,
/// and nothing in it is ever used as a key or as the place of one.
struct JoseHeader {
    std::string algorithm;
    /// Empty when there is none.
    std::string key_id;
    /// Empty when there is none.
    std::string type;
};

/// A signed token taken apart; nothing of it is to be believed before its signature was checked.
struct CompactJws {
    JoseHeader header;
    /// The claims' JSON, not yet read.
    std::string payload;
    /// What was signed: the first two parts as they came, with the full stop between them.
    std::string signing_input;
    std::vector<std::uint8_t> signature;
};

/// Takes a compact JWS (RFC 7515 §7.1) apart, stricter than the RFC allows to be. Unauthenticated, with the reason, for
/// anything but three non-empty parts in canonical base64url, a header that is a JSON object with `alg`, no member
/// twice, `alg`, `kid` and `typ` of text, and for every header that means to say more than which key it was: `crit`
/// (we know no extensions, RFC 7515 §4.1.11), `jku`, `jwk`, `x5u`, `x5c` (keys that the sender brings), `b64`, `zip`,
/// `enc`. Members that mean nothing to us are ignored, as the RFC asks.
Result<CompactJws> parse_compact(std::string_view token);

}  // namespace acervo::jose
