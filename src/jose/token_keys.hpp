#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/secret.hpp"
#include "jose/claims.hpp"

namespace acervo::jose {

/// The keys that this site signs its own tokens with: one that signs, and a second one whose tokens are good too, so
/// that keys can be changed while tokens of both are about. Ed25519 (RFC 8032, RFC 8037); the only algorithm is
/// `EdDSA`, whatever a token asks for. Immutable: threads may share it.
class TokenKeys {
public:
    /// A secret shorter than this is refused: it would be guessed, not broken.
    static constexpr std::size_t kLeastSecretBytes = 32;

    /// Keys are derived from the secrets; `other` may be empty. InvalidInput when a secret is too short, or both are
    /// the same.
    static Result<TokenKeys> make(const Secret& signing, const Secret& other);

    /// A compact JWS over `payload` with the header `{alg, typ, kid}`, typ as RFC 9068 names access tokens.
    std::string sign(std::string_view payload) const;

    /// The claims of a token that one of the keys signed; Unauthenticated, with the reason, for every other one.
    /// Nothing is said of what the claims mean: whether they are still good is for the caller to see.
    Result<Claims> verify(std::string_view token) const;

    /// Whether a token that says `key_id` of its key means one of these.
    bool has(std::string_view key_id) const noexcept;

    /// The public keys as a JWK Set (RFC 7517 §5), the one that signs first.
    std::string public_keys() const;

private:
    struct Key {
        std::array<std::uint8_t, 32> open{};
        std::array<std::uint8_t, 64> secret{};
        /// RFC 7638 of the public key.
        std::string id;
    };
    static Result<Key> derive(const Secret& secret);
    explicit TokenKeys(std::vector<Key> keys) : keys_{std::move(keys)} {}

    std::vector<Key> keys_;
};

}  // namespace acervo::jose
