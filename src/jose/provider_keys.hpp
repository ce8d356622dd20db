#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "jose/claims.hpp"
#include "jose/compact_jws.hpp"

namespace acervo::jose {

/// The public keys of another issuer, out of its JWK Set (RFC 7517): RSA from 2048 bits (RS256), P-256 (ES256) and
/// Ed25519 (EdDSA). Which key a token means is said by its `kid`; which algorithm is used is said by the key, and never
/// by the token. Immutable; copies share the keys.
class ProviderKeys {
public:
    ProviderKeys() = default;

    /// Keys of other kinds or algorithms, for encryption, too small or damaged are left out, as RFC 7517 §5 asks:
    /// `algorithms` are those that are wanted. Unavailable when the text is no JWK Set.
    static Result<ProviderKeys> parse(std::string_view json, const std::vector<std::string>& algorithms);

    bool has(std::string_view key_id) const noexcept;
    std::size_t size() const noexcept { return keys_.size(); }

    /// The claims when the key that the token names made its signature; Unauthenticated, with the reason, otherwise.
    Result<Claims> verify(const CompactJws& token) const;

    class Key;

private:
    std::vector<std::shared_ptr<const Key>> keys_;
};

}  // namespace acervo::jose
