#include "app/identity/access_tokens.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sodium.h>

#include <functional>
#include <ostream>

#include "core/encoding.hpp"
#include "testkit/fake_clock.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;

const Secret kSecret{"the secret of this test, long enough"};
const auto* const kSession = "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b11";
const auto* const kUser = "01981f7e-5a3c-7c1e-9d0b-2f6f0f4a9b12";
/// When all of it happens, in seconds since 1970.
constexpr std::int64_t kNow = 1'769'817'600;
constexpr Timestamp kMoment{std::chrono::seconds{kNow}};

std::string encoded(std::string_view text) { return to_base64url(bytes_of(text)); }

AccessTokens ours() { return {jose::TokenKeys::make(kSecret, Secret{}).value(), {}}; }

/// The id of our key, which everybody can read.
std::string our_key_id() {
    const auto set = ours().public_keys();
    const auto begin = set.find(R"("kid":")") + 7;
    return set.substr(begin, set.find('"', begin) - begin);
}

std::string our_public_key() {
    const auto set = ours().public_keys();
    const auto begin = set.find(R"("x":")") + 5;
    return set.substr(begin, set.find('"', begin) - begin);
}

/// Signs whatever it is told to, with the true key: so that each forgery below fails for its own reason alone.
std::string signed_by(std::string_view secret, const std::string& input) {
    constexpr std::string_view kPurpose = "acervo access tokens, Ed25519";
    std::array<std::uint8_t, 32> seed{};
    std::array<std::uint8_t, 32> open{};
    std::array<std::uint8_t, 64> key{};
    std::array<std::uint8_t, 64> signature{};
    crypto_generichash(seed.data(), seed.size(), bytes_of(secret).data(), secret.size(), bytes_of(kPurpose).data(),
                       kPurpose.size());
    crypto_sign_seed_keypair(open.data(), key.data(), seed.data());
    crypto_sign_detached(signature.data(), nullptr, bytes_of(input).data(), input.size(), key.data());
    return input + "." + to_base64url(signature);
}

struct Forge {
    std::string algorithm{"EdDSA"};
    std::string type{"at+jwt"};
    std::string key_id{our_key_id()};
    /// More members of the header, each with a comma before it.
    std::string more_header;
    std::string issuer{R"("acervo")"};
    std::string audience{R"("acervo-api")"};
    std::string subject{fmt::format(R"("{}")", kUser)};
    std::string session{fmt::format(R"("{}")", kSession)};
    std::string expires{std::to_string(kNow + 900)};
    std::string not_before{std::to_string(kNow)};
    std::string issued{std::to_string(kNow)};
    std::string more_claims;

    std::string header() const {
        return fmt::format(R"({{"alg":"{}","typ":"{}","kid":"{}"{}}})", algorithm, type, key_id, more_header);
    }
    std::string claims() const {
        return fmt::format(R"({{"iss":{},"aud":{},"sub":{},"sid":{},"exp":{},"nbf":{},"iat":{},"jti":"once"{}}})",
                           issuer, audience, subject, session, expires, not_before, issued, more_claims);
    }
    std::string input() const { return encoded(header()) + "." + encoded(claims()); }
    std::string token() const { return signed_by(kSecret.reveal(), input()); }
};

struct Forgery {
    const char* name;
    std::function<std::string()> make;
};
// NOLINTNEXTLINE(readability-identifier-naming): the name that GoogleTest calls
void PrintTo(const Forgery& forgery, std::ostream* out) { *out << forgery.name; }

/// A forgery that is a good token but for one change of what it says.
Forgery with(const char* name, std::string Forge::* member, std::string value) {
    return {name, [member, value] {
                Forge forge;
                forge.*member = value;
                return forge.token();
            }};
}
/// One that is a good token of which the text was changed afterwards.
Forgery bent(const char* name, std::function<std::string(std::string)> bend) {
    return {name, [bend] { return bend(Forge{}.token()); }};
}
/// One whose claims, header and all are signed as they are.
Forgery written(const char* name, std::string header, std::string claims) {
    return {name, [header, claims] { return signed_by(kSecret.reveal(), encoded(header) + "." + encoded(claims)); }};
}
/// One with a signature that is made out of the bytes of the true one.
Forgery with_signature(const char* name, std::function<std::string(std::string)> make) {
    return {name, [make] {
                const auto token = Forge{}.token();
                const auto dot = token.rfind('.');
                const auto bytes = from_base64url(token.substr(dot + 1)).value();
                return token.substr(0, dot + 1) + encoded(make(std::string{bytes.begin(), bytes.end()}));
            }};
}

/// S + L: the same signature to a verifier that does not look whether S is below the order of the group (RFC 8032
/// §8.4).
std::string with_order_added(std::string signature) {
    constexpr std::array<std::uint8_t, 32> kOrder{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                                  0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                                  0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
    unsigned carry = 0;
    for (std::size_t i = 0; i < kOrder.size(); ++i) {
        carry += static_cast<std::uint8_t>(signature[32 + i]) + unsigned{kOrder[i]};
        signature[32 + i] = static_cast<char>(carry & 0xFF);
        carry >>= 8;
    }
    return signature;
}

/// HMAC-SHA-256 with our public key as its secret: what "HS256" means to a verifier that lets the token choose.
std::string hmac_of(const std::string& input) {
    const auto key = from_base64url(our_public_key()).value();
    std::array<std::uint8_t, crypto_auth_hmacsha256_BYTES> tag{};
    crypto_auth_hmacsha256(tag.data(), bytes_of(input).data(), input.size(), key.data());
    return input + "." + to_base64url(tag);
}

Forge asking_for(std::string algorithm) {
    Forge forge;
    forge.algorithm = std::move(algorithm);
    return forge;
}

std::vector<Forgery> forgeries_of_the_header() {
    return {
        {"alg_none_without_signature", [] { return asking_for("none").input() + "."; }},
        {"alg_none_with_the_old_signature", [] { return asking_for("none").token(); }},
        {"alg_None_in_other_letters", [] { return asking_for("nOnE").input() + "."; }},
        {"alg_empty", [] { return asking_for("").token(); }},
        {"hs256_keyed_with_the_public_key", [] { return hmac_of(asking_for("HS256").input()); }},
        {"hs512_named_over_a_true_signature", [] { return asking_for("HS512").token(); }},
        {"rs256_named_over_a_true_signature", [] { return asking_for("RS256").token(); }},
        {"es256_named_over_a_true_signature", [] { return asking_for("ES256").token(); }},
        {"eddsa_in_small_letters", [] { return asking_for("eddsa").token(); }},
        {"ed25519_instead_of_eddsa", [] { return asking_for("Ed25519").token(); }},
        {"alg_with_a_blank", [] { return asking_for("EdDSA ").token(); }},
        written("alg_missing", R"({"typ":"at+jwt","kid":")" + our_key_id() + "\"}", Forge{}.claims()),
        written("alg_a_list", R"({"alg":["EdDSA"],"typ":"at+jwt","kid":")" + our_key_id() + "\"}", Forge{}.claims()),
        written("kid_missing", R"({"alg":"EdDSA","typ":"at+jwt"})", Forge{}.claims()),
        written("kid_a_number", R"({"alg":"EdDSA","typ":"at+jwt","kid":0})", Forge{}.claims()),
        with("kid_unknown", &Forge::key_id, "another"),
        with("kid_empty", &Forge::key_id, ""),
        with("kid_a_path", &Forge::key_id, "../../../dev/null"),
        with("kid_sql", &Forge::key_id, "' OR '1'='1"),
        with("kid_with_a_nul_behind_it", &Forge::key_id, our_key_id() + "\\u0000"),
        with("jku_of_the_sender", &Forge::more_header, R"(,"jku":"http://127.0.0.1/keys")"),
        with("jwk_of_the_sender", &Forge::more_header,
             R"(,"jwk":{"kty":"OKP","crv":"Ed25519","x":")" + our_public_key() + "\"}"),
        with("x5u_of_the_sender", &Forge::more_header, R"(,"x5u":"http://127.0.0.1/chain")"),
        with("x5c_of_the_sender", &Forge::more_header, R"(,"x5c":["AA"])"),
        with("crit_we_do_not_know", &Forge::more_header, R"(,"crit":["exp2"],"exp2":1)"),
        with("crit_empty", &Forge::more_header, R"(,"crit":[])"),
        with("b64_false", &Forge::more_header, R"(,"b64":false)"),
        with("zip", &Forge::more_header, R"(,"zip":"DEF")"),
        with("enc", &Forge::more_header, R"(,"enc":"A256GCM")"),
        with("alg_twice", &Forge::more_header, R"(,"alg":"none")"),
        with("typ_of_an_id_token", &Forge::type, "JWT"),
        written("typ_missing", R"({"alg":"EdDSA","kid":")" + our_key_id() + "\"}", Forge{}.claims()),
        written("header_a_list", R"(["EdDSA"])", Forge{}.claims()),
        written("header_not_json", "EdDSA", Forge{}.claims()),
        written("header_of_bad_utf8", "{\"alg\":\"EdDSA\",\"typ\":\"at+jwt\",\"kid\":\"\xC0\xAF\"}", Forge{}.claims()),
        written("header_nested_deeply", "{\"alg\":" + std::string(200, '[') + std::string(200, ']') + "}",
                Forge{}.claims()),
        with("header_huge", &Forge::more_header, R"(,"x":")" + std::string(4000, 'a') + "\""),
    };
}

std::vector<Forgery> forgeries_of_the_claims() {
    return {
        with("expired_an_hour_ago", &Forge::expires, std::to_string(kNow - 3600)),
        with("expires_this_second", &Forge::expires, std::to_string(kNow)),
        with("not_good_before_tomorrow", &Forge::not_before, std::to_string(kNow + 86400)),
        with("made_tomorrow", &Forge::issued, std::to_string(kNow + 86400)),
        with("good_for_ten_years", &Forge::expires, std::to_string(kNow + 315'360'000)),
        with("exp_beyond_64_bits", &Forge::expires, "18446744073709551616000"),
        with("exp_that_wraps_around", &Forge::expires, "9223372036854775807"),
        with("exp_negative", &Forge::expires, "-1"),
        with("exp_with_an_exponent", &Forge::expires, "1e30"),
        with("exp_not_a_number", &Forge::expires, "\"9999999999\""),
        with("exp_null", &Forge::expires, "null"),
        with("nbf_negative", &Forge::not_before, "-9223372036854775808"),
        with("iss_of_another", &Forge::issuer, R"("https://elsewhere.example")"),
        with("iss_a_prefix_of_ours", &Forge::issuer, R"("acerv")"),
        with("iss_with_a_nul_behind_it", &Forge::issuer, R"("acervo\u0000")"),
        with("aud_of_another", &Forge::audience, R"("elsewhere")"),
        with("aud_a_list_with_ours_in_it", &Forge::audience, R"(["elsewhere","acervo-api"])"),
        with("aud_empty", &Forge::audience, R"("")"),
        with("sub_no_id", &Forge::subject, R"("administrator")"),
        with("sub_a_number", &Forge::subject, "0"),
        with("sid_no_id", &Forge::session, R"("*")"),
        with("sid_null", &Forge::session, "null"),
        with("exp_twice", &Forge::more_claims, ",\"exp\":" + std::to_string(kNow + 60)),
        with("sub_twice", &Forge::more_claims, fmt::format(R"(,"sub":"{}")", kSession)),
        with("one_claim_too_many", &Forge::more_claims, R"(,"role":"admin")"),
        written("claims_empty", Forge{}.header(), "{}"),
        written("claims_without_exp", Forge{}.header(),
                fmt::format(R"({{"iss":"acervo","aud":"acervo-api","sub":"{}","sid":"{}","nbf":0,"iat":0,"jti":"a"}})",
                            kUser, kSession)),
        written("claims_without_sid", Forge{}.header(),
                fmt::format(R"({{"iss":"acervo","aud":"acervo-api","sub":"{}","exp":{},"nbf":0,"iat":{},"jti":"a"}})",
                            kUser, kNow + 900, kNow)),
        written("claims_a_list", Forge{}.header(), "[" + Forge{}.claims() + "]"),
        written("claims_of_bad_utf8", Forge{}.header(), Forge{}.claims().insert(1, "\"a\":\"\xFF\",")),
        written("claims_nested_deeply", Forge{}.header(), "{\"a\":" + std::string(5000, '[') + "}"),
        written("claims_twice", Forge{}.header(), Forge{}.claims() + Forge{}.claims()),
        written("claims_with_a_byte_order_mark", Forge{}.header(), "\xEF\xBB\xBF" + Forge{}.claims()),
    };
}

std::vector<Forgery> forgeries_of_the_text() {
    return {
        {"signature_of_another_key",
         [] { return signed_by("another secret, which is long enough.", Forge{}.input()); }},
        {"signature_of_another_token",
         [] {
             Forge other;
             other.expires = std::to_string(kNow + 60);
             const auto token = other.token();
             return Forge{}.input() + token.substr(token.rfind('.'));
         }},
        with_signature("signature_of_zeros", [](const std::string& s) { return std::string(s.size(), '\0'); }),
        with_signature("signature_with_the_order_added", with_order_added),
        // The neutral element as R, zero as S: good for keys of low order with a careless verifier.
        with_signature("signature_of_low_order", [](const std::string&) { return "\x01" + std::string(63, '\0'); }),
        with_signature("signature_one_byte_short", [](const std::string& s) { return s.substr(0, 63); }),
        with_signature("signature_one_byte_long", [](const std::string& s) { return s + "a"; }),
        with_signature("signature_with_a_bit_turned",
                       [](std::string s) {
                           s[10] = static_cast<char>(s[10] ^ 1);
                           return s;
                       }),
        bent("signature_cut_off", [](const std::string& t) { return t.substr(0, t.rfind('.') + 1); }),
        bent("two_parts", [](const std::string& t) { return t.substr(0, t.rfind('.')); }),
        bent("four_parts", [](const std::string& t) { return t + ".AAAA"; }),
        bent("cut_in_half", [](const std::string& t) { return t.substr(0, t.size() / 2); }),
        bent("padded", [](const std::string& t) { return t + "=="; }),
        bent("with_a_line_end", [](const std::string& t) { return t + "\n"; }),
        bent("with_a_blank_inside", [](std::string t) { return t.insert(t.find('.') + 1, " "); }),
        bent("trailing_bits_set",
             [](std::string t) {
                 t.back() = static_cast<char>(t.back() + 1);  // 64 bytes leave four bits of the last letter unused
                 return t;
             }),
        bent("in_the_other_base64",
             [](const std::string& t) { return t.substr(0, t.rfind('.') + 1) + std::string(85, '/') + "A"; }),
        bent("huge", [](std::string t) { return t.insert(t.find('.') + 1, std::string(1 << 20, 'A')); }),
        bent("a_million_stops", [](const std::string&) { return std::string(1 << 20, '.'); }),
        bent("only_stops", [](const std::string&) { return std::string{".."}; }),
        bent("json_serialization",
             [](const std::string& t) {
                 return R"({"payload":")" + t.substr(t.find('.') + 1) + R"(","signatures":[]})";
             }),
    };
}

class ForgedToken : public testing::TestWithParam<Forgery> {};

TEST_P(ForgedToken, is_refused) {
    const auto refused = ours().check(Secret{GetParam().make()}, kMoment);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind(), ErrorKind::Unauthenticated);
}

std::string name_of_forgery(const testing::TestParamInfo<Forgery>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(header, ForgedToken, testing::ValuesIn(forgeries_of_the_header()), name_of_forgery);
INSTANTIATE_TEST_SUITE_P(claims, ForgedToken, testing::ValuesIn(forgeries_of_the_claims()), name_of_forgery);
INSTANTIATE_TEST_SUITE_P(text, ForgedToken, testing::ValuesIn(forgeries_of_the_text()), name_of_forgery);

/// Without this the table above would prove nothing: what it changes is good before.
TEST(AccessTokens, take_what_the_forger_starts_from) {
    const auto named = ours().check(Secret{Forge{}.token()}, kMoment);
    ASSERT_TRUE(named) << named.error().message();
    EXPECT_EQ(named->session.to_string(), kSession);
    EXPECT_EQ(named->user.to_string(), kUser);
}

TEST(AccessTokens, are_good_for_a_quarter_of_an_hour) {
    testkit::FakeClock clock;
    const auto tokens = ours();
    const auto session = SessionId::make();
    const auto user = UserId::make();
    const auto token = tokens.issue(session, user, clock.now());
    ASSERT_TRUE(is_signed_token(token));
    const auto named = tokens.check(token, clock.now());
    ASSERT_TRUE(named) << named.error().message();
    EXPECT_EQ(named->session, session);
    EXPECT_EQ(named->user, user);
    clock.advance(15min - 1s);
    EXPECT_TRUE(tokens.check(token, clock.now()));
    clock.advance(1s);
    EXPECT_FALSE(tokens.check(token, clock.now()));
}

TEST(AccessTokens, are_taken_by_machines_whose_clock_is_a_little_late) {
    testkit::FakeClock clock;
    const auto token = ours().issue(SessionId::make(), UserId::make(), clock.now());
    EXPECT_TRUE(ours().check(token, clock.now() - 5s));
    EXPECT_FALSE(ours().check(token, clock.now() - 10s));
}

TEST(AccessTokens, are_of_one_site_only) {
    testkit::FakeClock clock;
    AccessTokenRules rules;
    rules.issuer = "another site";
    const AccessTokens others{jose::TokenKeys::make(kSecret, Secret{}).value(), rules};
    const auto token = others.issue(SessionId::make(), UserId::make(), clock.now());
    EXPECT_TRUE(others.check(token, clock.now()));
    EXPECT_FALSE(ours().check(token, clock.now()));
}

}  // namespace
}  // namespace acervo
