#include "core/hmac.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <stdexcept>

namespace acervo {

HmacSha256 hmac_sha256(Bytes key, Bytes message) {
    HmacSha256 code{};
    unsigned int length = 0;
    const auto* const made = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), message.data(),
                                  message.size(), code.data(), &length);
    if (made == nullptr || length != code.size()) throw std::runtime_error{"HMAC of OpenSSL is not there"};
    return code;
}

bool equal_in_constant_time(Bytes left, Bytes right) noexcept {
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace acervo
