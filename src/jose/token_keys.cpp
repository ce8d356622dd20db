#include "jose/token_keys.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <stdexcept>

#include "core/encoding.hpp"
#include "jose/compact_jws.hpp"

namespace acervo::jose {
namespace {

constexpr std::string_view kAlgorithm = "EdDSA";
constexpr std::string_view kType = "at+jwt";
/// Keeps this use of a secret apart from every other one.
constexpr std::string_view kPurpose = "acervo access tokens, Ed25519";

void require_sodium() {
    static const bool kReady = sodium_init() >= 0;
    if (!kReady) throw std::runtime_error{"libsodium could not be initialised"};
}

std::string thumbprint(Bytes open) {
    const auto members = fmt::format(R"({{"crv":"Ed25519","kty":"OKP","x":"{}"}})", to_base64url(open));
    std::array<std::uint8_t, crypto_hash_sha256_BYTES> hash{};
    const auto bytes = bytes_of(members);
    crypto_hash_sha256(hash.data(), bytes.data(), bytes.size());
    return to_base64url(hash);
}

}  // namespace

Result<TokenKeys::Key> TokenKeys::derive(const Secret& secret) {
    if (secret.reveal().size() < kLeastSecretBytes) {
        return fail(ErrorKind::InvalidInput,
                    fmt::format("a key of tokens needs at least {} random characters", kLeastSecretBytes));
    }
    require_sodium();
    std::array<std::uint8_t, crypto_sign_ed25519_SEEDBYTES> seed{};
    const auto text = bytes_of(secret.reveal());
    const auto purpose = bytes_of(kPurpose);
    crypto_generichash(seed.data(), seed.size(), text.data(), text.size(), purpose.data(), purpose.size());
    Key key;
    crypto_sign_ed25519_seed_keypair(key.open.data(), key.secret.data(), seed.data());
    sodium_memzero(seed.data(), seed.size());
    key.id = thumbprint(key.open);
    return key;
}

Result<TokenKeys> TokenKeys::make(const Secret& signing, const Secret& other) {
    auto first = derive(signing);
    if (!first) return fail(std::move(first).error());
    std::vector<Key> keys;
    keys.push_back(*std::move(first));
    if (other.empty()) return TokenKeys{std::move(keys)};
    auto second = derive(other);
    if (!second) return fail(std::move(second).error());
    if (second->id == keys.front().id) return fail(ErrorKind::InvalidInput, "both keys of tokens are the same");
    keys.push_back(*std::move(second));
    return TokenKeys{std::move(keys)};
}

std::string TokenKeys::sign(std::string_view payload) const {
    const auto& key = keys_.front();
    const auto header = fmt::format(R"({{"alg":"{}","typ":"{}","kid":"{}"}})", kAlgorithm, kType, key.id);
    auto token = to_base64url(bytes_of(header)) + "." + to_base64url(bytes_of(payload));
    std::array<std::uint8_t, crypto_sign_ed25519_BYTES> signature{};
    const auto bytes = bytes_of(token);
    crypto_sign_ed25519_detached(signature.data(), nullptr, bytes.data(), bytes.size(), key.secret.data());
    return token + "." + to_base64url(signature);
}

Result<Claims> TokenKeys::verify(std::string_view token) const {
    const auto parts = parse_compact(token);
    if (!parts) return fail(parts.error());
    if (parts->header.algorithm != kAlgorithm) return fail(ErrorKind::Unauthenticated, "the token is not EdDSA");
    if (parts->header.type != kType) return fail(ErrorKind::Unauthenticated, "the token is no access token");
    const auto key = std::ranges::find(keys_, parts->header.key_id, &Key::id);
    if (key == keys_.end()) return fail(ErrorKind::Unauthenticated, "the token names no key of ours");
    if (parts->signature.size() != crypto_sign_ed25519_BYTES) {
        return fail(ErrorKind::Unauthenticated, "the signature of the token has a wrong length");
    }
    const auto signed_bytes = bytes_of(parts->signing_input);
    // Refuses what other libraries take: S not below the order, points of low order, encodings that are not canonical.
    if (crypto_sign_ed25519_verify_detached(parts->signature.data(), signed_bytes.data(), signed_bytes.size(),
                                            key->open.data()) != 0) {
        return fail(ErrorKind::Unauthenticated, "the signature of the token is wrong");
    }
    return Claims::parse(parts->payload);
}

bool TokenKeys::has(std::string_view key_id) const noexcept {
    return std::ranges::find(keys_, key_id, &Key::id) != keys_.end();
}

std::string TokenKeys::public_keys() const {
    std::string keys;
    for (const auto& key : keys_) {
        if (!keys.empty()) keys += ",";
        keys += fmt::format(R"({{"kty":"OKP","crv":"Ed25519","alg":"{}","use":"sig","kid":"{}","x":"{}"}})", kAlgorithm,
                            key.id, to_base64url(key.open));
    }
    return fmt::format(R"({{"keys":[{}]}})", keys);
}

}  // namespace acervo::jose
