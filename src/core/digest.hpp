#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

/// OpenSSL's EVP_MD_CTX.
struct evp_md_ctx_st;

namespace acervo {

/// SHA-256 (FIPS 180-4) of `bytes` as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

/// The same of bytes that come one piece after the other.
class Sha256Stream {
public:
    Sha256Stream();
    void add(std::span<const char> bytes);
    /// 64 lower-case hexadecimal digits. Once, at the end.
    std::string finish();

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const noexcept;
    };
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace acervo
