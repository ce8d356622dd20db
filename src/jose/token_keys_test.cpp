#include "jose/token_keys.hpp"

#include <gtest/gtest.h>

#include "core/encoding.hpp"
#include "jose/compact_jws.hpp"

namespace acervo::jose {
namespace {

const Secret kOld{"an old secret of more than 32 letters"};
const Secret kNew{"a new secret of more than 32 letters."};

TokenKeys keys(const Secret& signing, const Secret& other = Secret{}) {
    return TokenKeys::make(signing, other).value();
}

TEST(TokenKeys, sign_what_they_verify) {
    const auto ring = keys(kOld);
    const auto token = ring.sign(R"({"sub":"ana"})");
    const auto claims = ring.verify(token);
    ASSERT_TRUE(claims) << claims.error().message();
    EXPECT_EQ(claims->text("sub"), "ana");
    EXPECT_TRUE(ring.has(parse_compact(token)->header.key_id));
}

TEST(TokenKeys, are_changed_without_a_moment_in_which_tokens_are_refused) {
    const auto before = keys(kOld);
    const auto announced = keys(kOld, kNew);
    const auto changed = keys(kNew, kOld);
    const auto after = keys(kNew);
    const auto old_token = before.sign("{}");
    const auto new_token = changed.sign("{}");
    EXPECT_TRUE(announced.verify(old_token));
    EXPECT_TRUE(announced.verify(new_token)) << "another process may sign with the new key already";
    EXPECT_TRUE(changed.verify(old_token));
    EXPECT_TRUE(after.verify(new_token));
    EXPECT_FALSE(after.verify(old_token)) << "the old key is worth nothing any more";
    EXPECT_FALSE(before.verify(new_token));
}

TEST(TokenKeys, refuse_secrets_that_can_be_guessed) {
    EXPECT_FALSE(TokenKeys::make(Secret{"short"}, Secret{}));
    EXPECT_FALSE(TokenKeys::make(Secret{}, Secret{}));
    EXPECT_FALSE(TokenKeys::make(kOld, Secret{"short"}));
    EXPECT_FALSE(TokenKeys::make(kOld, kOld)) << "that is no second key";
}

TEST(TokenKeys, show_their_public_half_only) {
    const auto shown = keys(kOld, kNew).public_keys();
    const auto set = http::json::parse(shown, 100);
    ASSERT_TRUE(set);
    const auto& members = set->as<http::json::Object>()->front().value.as<http::json::Array>()->front();
    for (const auto& member : *members.as<http::json::Object>()) EXPECT_NE(member.name, "d");
    EXPECT_EQ(shown.find(kOld.reveal()), std::string::npos);
    const auto id = parse_compact(keys(kNew).sign("{}"))->header.key_id;
    EXPECT_NE(shown.find(id), std::string::npos);
    EXPECT_NE(shown.find(R"("kty":"OKP","crv":"Ed25519","alg":"EdDSA")"), std::string::npos);
}

}  // namespace
}  // namespace acervo::jose
