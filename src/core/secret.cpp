#include "core/secret.hpp"

#include <openssl/crypto.h>

namespace acervo {

bool equal_in_constant_time(const Secret& left, const Secret& right) noexcept {
    const auto& a = left.reveal();
    const auto& b = right.reveal();
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace acervo
