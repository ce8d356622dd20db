#include "adapters/s3/md5.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <stdexcept>

#include "core/encoding.hpp"

namespace acervo::s3 {
namespace {

constexpr std::size_t kHexLength = 32;

void require(bool worked) {
    if (!worked) throw std::runtime_error{"OpenSSL could not compute an MD5"};
}

}  // namespace

void Md5::Free::operator()(void* context) const noexcept { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context)); }

Md5::Md5() : context_{EVP_MD_CTX_new()} {
    require(EVP_DigestInit_ex(static_cast<EVP_MD_CTX*>(context_.get()), EVP_md5(), nullptr) == 1);
}

void Md5::add(std::span<const char> bytes) {
    require(EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_.get()), bytes.data(), bytes.size()) == 1);
}

std::array<std::uint8_t, 16> Md5::finish() {
    std::array<std::uint8_t, 16> digest{};
    require(EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_.get()), digest.data(), nullptr) == 1);
    return digest;
}

std::array<std::uint8_t, 16> md5_of(std::string_view bytes) {
    Md5 md5;
    md5.add(bytes);
    return md5.finish();
}

std::string content_md5(std::string_view bytes) {
    const auto digest = md5_of(bytes);
    std::array<unsigned char, 25> text{};
    const auto size = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest.size()));
    return {text.begin(), text.begin() + size};
}

bool looks_like_md5(std::string_view etag) { return etag.size() == kHexLength && from_hex(etag).has_value(); }

std::optional<std::string> multipart_etag(std::span<const UploadedPart> parts) {
    Md5 md5;
    for (const auto& part : parts) {
        const auto digest = looks_like_md5(part.etag) ? from_hex(part.etag) : std::nullopt;
        if (!digest) return std::nullopt;
        md5.add(std::span{reinterpret_cast<const char*>(digest->data()), digest->size()});
    }
    return fmt::format("{}-{}", to_hex(md5.finish()), parts.size());
}

Async<Result<std::size_t>> HashedSource::read(std::span<char> into) {
    auto count = co_await inner_->read(into);
    if (count) digest_->add(into.first(*count));
    co_return count;
}

}  // namespace acervo::s3
