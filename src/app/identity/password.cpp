#include "app/identity/password.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>
#include <vector>

#include "core/encoding.hpp"

namespace acervo {
namespace {

constexpr unsigned long long kOperations = 2;
constexpr std::size_t kMemoryBytes = 19ULL * 1024 * 1024;

void require_sodium() {
    static const bool kReady = sodium_init() >= 0;
    if (!kReady) throw std::runtime_error{"libsodium could not be initialised"};
}

}  // namespace

Secret hash_password(const Secret& password) {
    require_sodium();
    std::array<char, crypto_pwhash_STRBYTES> encoded{};
    const auto& text = password.reveal();
    if (crypto_pwhash_str_alg(encoded.data(), text.data(), text.size(), kOperations, kMemoryBytes,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::runtime_error{"not enough memory to hash a password"};
    }
    return Secret{encoded.data()};
}

bool verify_password(const Secret& hash, const Secret& password) {
    require_sodium();
    const auto& text = password.reveal();
    return crypto_pwhash_str_verify(hash.reveal().c_str(), text.data(), text.size()) == 0;
}

std::string fingerprint_of_secret(const Secret& text, std::string_view salt) {
    require_sodium();
    std::array<unsigned char, crypto_pwhash_SALTBYTES> salted{};
    const std::vector<unsigned char> salt_bytes{salt.begin(), salt.end()};
    crypto_generichash(salted.data(), salted.size(), salt_bytes.data(), salt_bytes.size(), nullptr, 0);
    std::array<unsigned char, 32> hash{};
    const auto& revealed = text.reveal();
    if (crypto_pwhash(hash.data(), hash.size(), revealed.data(), revealed.size(), salted.data(), kOperations,
                      kMemoryBytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::runtime_error{"not enough memory to hash a request"};
    }
    return to_hex(hash);
}

const Secret& decoy_password_hash() {
    static const Secret kDecoy = [] {
        require_sodium();
        std::string noise(32, '\0');
        randombytes_buf(noise.data(), noise.size());
        return hash_password(Secret{std::move(noise)});
    }();
    return kDecoy;
}

}  // namespace acervo
