#include "jose/provider_keys.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "core/encoding.hpp"
#include "jose/token_keys.hpp"

namespace acervo::jose {
namespace {

using Octets = std::vector<std::uint8_t>;

const std::vector<std::string> kAll{"RS256", "ES256", "EdDSA"};

std::string encoded(std::string_view text) { return to_base64url(bytes_of(text)); }

/// A key pair of a provider, which signs as the provider would.
class Pair {
public:
    explicit Pair(EVP_PKEY* key) : key_{key} {}
    ~Pair() { EVP_PKEY_free(key_); }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;

    std::string number(const char* name) const {
        BIGNUM* value = nullptr;
        EVP_PKEY_get_bn_param(key_, name, &value);
        Octets bytes(static_cast<std::size_t>(BN_num_bytes(value)));
        BN_bn2bin(value, bytes.data());
        BN_free(value);
        return to_base64url(bytes);
    }
    Octets sign(const std::string& text) const {
        auto* context = EVP_MD_CTX_new();
        EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_);
        std::size_t size = 1024;
        Octets signature(size);
        EVP_DigestSign(context, signature.data(), &size, bytes_of(text).data(), text.size());
        EVP_MD_CTX_free(context);
        signature.resize(size);
        return signature;
    }

private:
    EVP_PKEY* key_;
};

std::string rsa_jwk(const Pair& pair, std::string_view more = "") {
    return fmt::format(R"({{"kty":"RSA","kid":"rsa","n":"{}","e":"AQAB"{}}})", pair.number(OSSL_PKEY_PARAM_RSA_N),
                       more);
}

std::string set_of(const std::string& keys) { return R"({"keys":[)" + keys + "]}"; }

std::string input(const char* algorithm, const char* key_id) {
    return encoded(fmt::format(R"({{"alg":"{}","kid":"{}"}})", algorithm, key_id)) + "." + encoded(R"({"sub":"ana"})");
}

bool verifies(const std::string& set, const std::string& token, const std::vector<std::string>& algorithms = kAll) {
    const auto keys = ProviderKeys::parse(set, algorithms);
    const auto parts = parse_compact(token);
    return keys && parts && keys->verify(*parts).has_value();
}

TEST(ProviderKeys, verify_rsa) {
    const Pair pair{EVP_RSA_gen(2048)};
    const auto text = input("RS256", "rsa");
    const auto token = text + "." + to_base64url(pair.sign(text));
    EXPECT_TRUE(verifies(set_of(rsa_jwk(pair)), token));
    EXPECT_TRUE(verifies(set_of(rsa_jwk(pair, R"(,"alg":"RS256","use":"sig","x5c":["AA"])")), token));
    const Pair other{EVP_RSA_gen(2048)};
    EXPECT_FALSE(verifies(set_of(rsa_jwk(other)), token));
    EXPECT_FALSE(verifies(set_of(rsa_jwk(pair)), text + "." + encoded("no signature")));
}

TEST(ProviderKeys, verify_elliptic_curves_by_r_and_s) {
    const Pair pair{EVP_EC_gen("P-256")};
    const auto jwk = fmt::format(R"({{"kty":"EC","crv":"P-256","kid":"ec","x":"{}","y":"{}"}})",
                                 pair.number(OSSL_PKEY_PARAM_EC_PUB_X), pair.number(OSSL_PKEY_PARAM_EC_PUB_Y));
    const auto text = input("ES256", "ec");
    const auto der = pair.sign(text);
    const auto* at = der.data();
    auto* parts = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
    Octets raw(64);
    BN_bn2binpad(ECDSA_SIG_get0_r(parts), raw.data(), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(parts), raw.data() + 32, 32);
    ECDSA_SIG_free(parts);
    const auto keys = ProviderKeys::parse(set_of(jwk), kAll);
    if (keys->size() == 0) GTEST_SKIP() << "a coordinate began with a zero, which this test writes too short";
    EXPECT_TRUE(verifies(set_of(jwk), text + "." + to_base64url(raw)));
    EXPECT_FALSE(verifies(set_of(jwk), text + "." + to_base64url(der))) << "the form of other standards";
    EXPECT_FALSE(verifies(set_of(jwk), text + "." + to_base64url(Octets(64)))) << "the psychic signature of zeros";
}

TEST(ProviderKeys, verify_edwards_curves) {
    const auto ours = TokenKeys::make(Secret{"a secret of the test, which is long enough"}, Secret{}).value();
    EXPECT_TRUE(verifies(ours.public_keys(), ours.sign(R"({"sub":"ana"})")));
    EXPECT_FALSE(verifies(ours.public_keys(), ours.sign("{}"), {"RS256", "ES256"})) << "not pinned for this provider";
}

TEST(ProviderKeys, take_the_algorithm_from_the_key_and_never_from_the_token) {
    const Pair pair{EVP_RSA_gen(2048)};
    for (const auto* algorithm : {"HS256", "none", "RS512", "PS256", "ES256", "EdDSA", "rs256"}) {
        const auto text = input(algorithm, "rsa");
        EXPECT_FALSE(verifies(set_of(rsa_jwk(pair)), text + "." + to_base64url(pair.sign(text)))) << algorithm;
    }
    const auto nameless = encoded(R"({"alg":"RS256"})") + "." + encoded("{}");
    EXPECT_FALSE(verifies(set_of(rsa_jwk(pair)), nameless + "." + to_base64url(pair.sign(nameless))));
}

TEST(ProviderKeys, leave_out_what_is_weak_damaged_or_meant_for_something_else) {
    const Pair good{EVP_RSA_gen(2048)};
    const Pair small{EVP_RSA_gen(1024)};
    const auto size = [](const std::string& keys) { return ProviderKeys::parse(set_of(keys), kAll)->size(); };
    EXPECT_EQ(size(rsa_jwk(good)), 1U);
    EXPECT_EQ(size(rsa_jwk(small)), 0U);
    EXPECT_EQ(size(rsa_jwk(good, R"(,"use":"enc")")), 0U);
    EXPECT_EQ(size(rsa_jwk(good, R"(,"alg":"RS512")")), 0U);
    EXPECT_EQ(size(R"({"kty":"RSA","kid":"a","n":"AQAB","e":"AQ"})"), 0U);
    EXPECT_EQ(size(R"({"kty":"oct","kid":"a","k":"c2VjcmV0"})"), 0U);
    const auto zeros = encoded(std::string(32, '\0'));
    EXPECT_EQ(size(fmt::format(R"({{"kty":"EC","crv":"P-256","kid":"a","x":"{0}","y":"{0}"}})", zeros)), 0U);
    EXPECT_EQ(size(R"(1,"a",{},{"kty":"EC"},)" + rsa_jwk(good) + "," + rsa_jwk(good)), 1U) << "the first of a name";
}

TEST(ProviderKeys, of_low_order_sign_nothing) {
    const auto neutral = encoded("\x01" + std::string(31, '\0'));
    const auto set = set_of(fmt::format(R"({{"kty":"OKP","crv":"Ed25519","kid":"low","x":"{}"}})", neutral));
    const auto signature = encoded("\x01" + std::string(63, '\0'));
    EXPECT_FALSE(verifies(set, input("EdDSA", "low") + "." + signature));
}

TEST(ProviderKeys, are_not_read_from_anything_else) {
    for (const auto* text : {"", "[]", "{}", R"({"keys":{}})", "<html>"}) {
        const auto keys = ProviderKeys::parse(text, kAll);
        ASSERT_FALSE(keys) << text;
        EXPECT_EQ(keys.error().kind(), ErrorKind::Unavailable);
    }
}

}  // namespace
}  // namespace acervo::jose
