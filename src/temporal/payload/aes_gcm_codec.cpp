#include "temporal/payload/aes_gcm_codec.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <utility>

#include "temporal/payload/convert.hpp"
#include "temporal/payload/payload_wire.hpp"

namespace acervo::temporal {

namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::string_view kEncoding = "binary/encrypted";
constexpr const char* kKeyId = "encryption-key-id";

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

unsigned char* bytes_at(std::string& text, std::size_t offset) {
    return reinterpret_cast<unsigned char*>(text.data() + offset);
}
const unsigned char* bytes_at(const std::string& text, std::size_t offset) {
    return reinterpret_cast<const unsigned char*>(text.data() + offset);
}

/// nonce, cipher text, tag
std::optional<std::string> seal(const std::string& key, const std::string& plain) {
    std::string sealed(kNonceBytes + plain.size() + kTagBytes, '\0');
    const CipherContext context{EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
    int written = 0;
    const bool done =
        context && RAND_bytes(bytes_at(sealed, 0), kNonceBytes) == 1 &&
        EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_at(key, 0), bytes_at(sealed, 0)) == 1 &&
        EVP_EncryptUpdate(context.get(), bytes_at(sealed, kNonceBytes), &written, bytes_at(plain, 0),
                          static_cast<int>(plain.size())) == 1 &&
        EVP_EncryptFinal_ex(context.get(), bytes_at(sealed, kNonceBytes + plain.size()), &written) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                            bytes_at(sealed, kNonceBytes + plain.size())) == 1;
    return done ? std::optional{std::move(sealed)} : std::nullopt;
}

std::optional<std::string> open(const std::string& key, std::string sealed) {
    if (sealed.size() < kNonceBytes + kTagBytes) return std::nullopt;
    std::string plain(sealed.size() - kNonceBytes - kTagBytes, '\0');
    const CipherContext context{EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free};
    std::array<unsigned char, kTagBytes> rest{};
    int written = 0;
    const bool done =
        context &&
        EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes_at(key, 0), bytes_at(sealed, 0)) == 1 &&
        EVP_DecryptUpdate(context.get(), bytes_at(plain, 0), &written, bytes_at(sealed, kNonceBytes),
                          static_cast<int>(plain.size())) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes,
                            bytes_at(sealed, kNonceBytes + plain.size())) == 1 &&
        EVP_DecryptFinal_ex(context.get(), rest.data(), &written) == 1;
    return done ? std::optional{std::move(plain)} : std::nullopt;
}

class AesGcmCodec final : public PayloadCodec {
public:
    explicit AesGcmCodec(EncryptionKeys keys) : keys_{std::move(keys)} {}

    Result<Payload> encode(Payload payload) const override {
        auto sealed = seal(keys_.keys.at(keys_.current).reveal(), to_wire(payload));
        if (!sealed) return fail(ErrorKind::Internal, "OpenSSL could not encrypt a payload");
        auto encrypted = make_payload(std::string{kEncoding}, *std::move(sealed));
        encrypted.metadata.emplace(kKeyId, keys_.current);
        return encrypted;
    }

    Result<Payload> decode(Payload payload) const override {
        if (payload.encoding() != kEncoding) return payload;
        const auto id = payload.metadata.find(kKeyId);
        const auto key = id == payload.metadata.end() ? keys_.keys.end() : keys_.keys.find(id->second);
        if (key == keys_.keys.end()) {
            return fail(ErrorKind::NotFound, "a payload is encrypted with the unknown key \"" +
                                                 (id == payload.metadata.end() ? std::string{} : id->second) + "\"");
        }
        const auto plain = open(key->second.reveal(), std::move(payload.data));
        if (!plain) return fail(ErrorKind::InvalidInput, "an encrypted payload was changed or cut: its tag is wrong");
        return from_wire(*plain);
    }

private:
    EncryptionKeys keys_;
};

}  // namespace

Result<std::shared_ptr<const PayloadCodec>> make_aes_gcm_codec(EncryptionKeys keys) {
    for (const auto& [id, key] : keys.keys) {
        if (key.reveal().size() != kKeyBytes) {
            return fail(ErrorKind::InvalidInput, "encryption key \"" + id + "\" is not 32 bytes long");
        }
    }
    if (!keys.keys.contains(keys.current)) {
        return fail(ErrorKind::InvalidInput, "there is no encryption key \"" + keys.current + "\"");
    }
    return std::make_shared<const AesGcmCodec>(std::move(keys));
}

}  // namespace acervo::temporal
