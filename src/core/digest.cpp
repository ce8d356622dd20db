#include "core/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

#include "core/encoding.hpp"

namespace acervo {

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error{"SHA-256 of OpenSSL is not there"};
    }
    return to_hex(Bytes{digest}.first(length));
}

}  // namespace acervo
