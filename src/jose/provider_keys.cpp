#include "jose/provider_keys.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <optional>

#include "core/encoding.hpp"
#include "http/json/value.hpp"

namespace acervo::jose {
namespace {

namespace json = http::json;

constexpr std::size_t kMostValues = 10'000;
constexpr std::size_t kMostKeys = 100;
constexpr int kLeastRsaBits = 2048;
constexpr int kMostRsaBits = 8192;
constexpr std::size_t kCoordinateBytes = 32;

template <auto Free>
struct Deleter {
    template <class T>
    void operator()(T* what) const noexcept {
        Free(what);
    }
};
using PublicKey = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Number = std::unique_ptr<BIGNUM, Deleter<BN_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Deleter<EVP_PKEY_CTX_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Deleter<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Deleter<OSSL_PARAM_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX_free>>;
using EcSignature = std::unique_ptr<ECDSA_SIG, Deleter<ECDSA_SIG_free>>;

using Octets = std::vector<std::uint8_t>;

std::string text_of(const json::Object& key, std::string_view name) {
    const auto found = std::ranges::find(key, name, &json::Member::name);
    const auto* text = found == key.end() ? nullptr : found->value.as<std::string>();
    return text == nullptr ? std::string{} : *text;
}

Octets octets_of(const json::Object& key, std::string_view name) {
    return from_base64url(text_of(key, name)).value_or(Octets{});
}

PublicKey build(const char* kind, OSSL_PARAM_BLD* builder) {
    const Parameters parameters{OSSL_PARAM_BLD_to_param(builder)};
    const KeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr)};
    EVP_PKEY* made = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1) return nullptr;
    if (EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) return nullptr;
    return PublicKey{made};
}

PublicKey rsa_key(const json::Object& key) {
    const auto modulus = octets_of(key, "n");
    const auto exponent = octets_of(key, "e");
    if (modulus.empty() || exponent.empty() || exponent.size() > 8) return nullptr;
    const Number n{BN_bin2bn(modulus.data(), static_cast<int>(modulus.size()), nullptr)};
    const Number e{BN_bin2bn(exponent.data(), static_cast<int>(exponent.size()), nullptr)};
    if (!n || !e || BN_num_bits(n.get()) < kLeastRsaBits || BN_num_bits(n.get()) > kMostRsaBits) return nullptr;
    if (BN_is_odd(e.get()) != 1 || BN_is_one(e.get()) == 1) return nullptr;
    const ParameterBuilder builder{OSSL_PARAM_BLD_new()};
    if (!builder || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1) return nullptr;
    if (OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) return nullptr;
    return build("RSA", builder.get());
}

PublicKey ec_key(const json::Object& key) {
    const auto x = octets_of(key, "x");
    const auto y = octets_of(key, "y");
    if (x.size() != kCoordinateBytes || y.size() != kCoordinateBytes) return nullptr;
    Octets point{4};  // uncompressed (SEC 1 §2.3.3)
    point.insert(point.end(), x.begin(), x.end());
    point.insert(point.end(), y.begin(), y.end());
    const ParameterBuilder builder{OSSL_PARAM_BLD_new()};
    if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) != 1) {
        return nullptr;
    }
    if (OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1) {
        return nullptr;
    }
    auto made = build("EC", builder.get());
    const KeyContext context{made ? EVP_PKEY_CTX_new_from_pkey(nullptr, made.get(), nullptr) : nullptr};
    if (!context || EVP_PKEY_public_check(context.get()) != 1) return nullptr;  // a point of the curve
    return made;
}

/// r and s in 32 bytes each (RFC 7518 §3.4), as OpenSSL wants to have them.
std::optional<Octets> der_of(const Octets& signature) {
    if (signature.size() != 2 * kCoordinateBytes) return std::nullopt;
    const EcSignature parts{ECDSA_SIG_new()};
    auto* r = BN_bin2bn(signature.data(), kCoordinateBytes, nullptr);
    auto* s = BN_bin2bn(signature.data() + kCoordinateBytes, kCoordinateBytes, nullptr);
    if (!parts || ECDSA_SIG_set0(parts.get(), r, s) != 1) {
        BN_free(r);
        BN_free(s);
        return std::nullopt;
    }
    Octets der(static_cast<std::size_t>(i2d_ECDSA_SIG(parts.get(), nullptr)));
    auto* out = der.data();
    i2d_ECDSA_SIG(parts.get(), &out);
    return der;
}

bool verify_sha256(EVP_PKEY* key, Bytes text, const Octets& signature) {
    const DigestContext context{EVP_MD_CTX_new()};
    if (!context || EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1) return false;
    return EVP_DigestVerify(context.get(), signature.data(), signature.size(), text.data(), text.size()) == 1;
}

}  // namespace

class ProviderKeys::Key {
public:
    /// Nothing for a key that is not for us.
    static std::shared_ptr<const Key> read(const json::Object& members) {
        Key key;
        const auto use = text_of(members, "use");
        const auto kind = text_of(members, "kty");
        const auto curve = text_of(members, "crv");
        key.id_ = text_of(members, "kid");
        if (key.id_.empty() || (!use.empty() && use != "sig")) return nullptr;
        if (kind == "RSA") {
            key.algorithm_ = "RS256";
            key.open_ = rsa_key(members);
        } else if (kind == "EC" && curve == "P-256") {
            key.algorithm_ = "ES256";
            key.open_ = ec_key(members);
        } else if (kind == "OKP" && curve == "Ed25519") {
            key.algorithm_ = "EdDSA";
            key.edwards_ = octets_of(members, "x");
        }
        const auto declared = text_of(members, "alg");
        if (!declared.empty() && declared != key.algorithm_) return nullptr;
        const bool is_whole = key.open_ || key.edwards_.size() == crypto_sign_ed25519_PUBLICKEYBYTES;
        return is_whole ? std::make_shared<const Key>(std::move(key)) : nullptr;
    }

    const std::string& id() const noexcept { return id_; }
    const std::string& algorithm() const noexcept { return algorithm_; }

    bool verifies(Bytes text, const Octets& signature) const {
        if (algorithm_ == "RS256") return verify_sha256(open_.get(), text, signature);
        if (algorithm_ == "ES256") {
            const auto der = der_of(signature);
            return der && verify_sha256(open_.get(), text, *der);
        }
        // Not by OpenSSL: libsodium refuses points of low order, which anybody can sign for.
        return signature.size() == crypto_sign_ed25519_BYTES &&
               crypto_sign_ed25519_verify_detached(signature.data(), text.data(), text.size(), edwards_.data()) == 0;
    }

private:
    std::string id_;
    std::string algorithm_;
    PublicKey open_;
    Octets edwards_;
};

Result<ProviderKeys> ProviderKeys::parse(std::string_view text, const std::vector<std::string>& algorithms) {
    const auto document = json::parse(text, kMostValues);
    const auto* members = document ? document->as<json::Object>() : nullptr;
    if (members == nullptr) return fail(ErrorKind::Unavailable, "the keys of the provider are no JSON object");
    const auto list = std::ranges::find(*members, "keys", &json::Member::name);
    const auto* entries = list == members->end() ? nullptr : list->value.as<json::Array>();
    if (entries == nullptr) return fail(ErrorKind::Unavailable, "the provider gives no list of keys");
    ProviderKeys keys;
    for (const auto& entry : *entries) {
        const auto* one = entry.as<json::Object>();
        const auto key = one == nullptr ? nullptr : Key::read(*one);
        if (!key || std::ranges::find(algorithms, key->algorithm()) == algorithms.end()) continue;
        if (keys.has(key->id()) || keys.size() == kMostKeys) continue;
        keys.keys_.push_back(key);
    }
    return keys;
}

bool ProviderKeys::has(std::string_view key_id) const noexcept {
    return std::ranges::any_of(keys_, [&](const auto& key) { return key->id() == key_id; });
}

Result<Claims> ProviderKeys::verify(const CompactJws& token) const {
    const auto key = std::ranges::find_if(keys_, [&](const auto& one) { return one->id() == token.header.key_id; });
    if (key == keys_.end()) return fail(ErrorKind::Unauthenticated, "the token names no key of the provider");
    if (token.header.algorithm != (*key)->algorithm()) {
        return fail(ErrorKind::Unauthenticated, "the token names another algorithm than its key has");
    }
    if (!(*key)->verifies(bytes_of(token.signing_input), token.signature)) {
        return fail(ErrorKind::Unauthenticated, "the signature of the token is wrong");
    }
    return Claims::parse(token.payload);
}

}  // namespace acervo::jose
