#include "core/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

#include "core/encoding.hpp"

namespace acervo {
namespace {

void check(int done) {
    if (done != 1) throw std::runtime_error{"SHA-256 of OpenSSL is not there"};
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    check(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr));
    return to_hex(Bytes{digest}.first(length));
}

void Sha256Stream::Free::operator()(evp_md_ctx_st* context) const noexcept { EVP_MD_CTX_free(context); }

Sha256Stream::Sha256Stream() : context_{EVP_MD_CTX_new()} {
    check(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
}

void Sha256Stream::add(std::span<const char> bytes) {
    check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

std::string Sha256Stream::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    check(EVP_DigestFinal_ex(context_.get(), digest.data(), &length));
    return to_hex(Bytes{digest}.first(length));
}

}  // namespace acervo
