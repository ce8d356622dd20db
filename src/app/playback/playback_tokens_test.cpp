#include "app/playback/playback_tokens.hpp"

#include <gtest/gtest.h>

#include "core/encoding.hpp"
#include "core/hmac.hpp"

namespace acervo {
namespace {

const Secret kSecret{std::string(43, 's')};
const Secret kOther{std::string(43, 'o')};
const Timestamp kNow{std::chrono::seconds{1'763'888'000}};

PlaybackClaim claim() {
    return {.asset = AssetId::parse("01981f81-7c00-7a10-b1c2-3d4e5f607182").value(),
            .master = ContentHash::parse(std::string(64, 'a')).value(),
            .viewer = UserId::parse("01981f81-7c00-7a10-b1c2-3d4e5f607183").value(),
            .reach = PlayReach::Watch,
            .expires_at = kNow + std::chrono::hours{13}};
}

PlaybackTokens tokens() { return PlaybackTokens::make(kSecret, Secret{}).value(); }

TEST(PlaybackTokens, say_what_they_were_issued_for) {
    for (const auto reach : {PlayReach::Watch, PlayReach::Copy}) {
        auto given = claim();
        given.reach = reach;
        const auto token = tokens().issue(given);
        EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
                  std::string::npos)
            << "it is one segment of a path";
        EXPECT_EQ(token.size(), 116U);
        const auto read = tokens().check(token, kNow).value();
        EXPECT_EQ(read.asset, given.asset);
        EXPECT_EQ(read.master, given.master);
        EXPECT_EQ(read.viewer, given.viewer);
        EXPECT_EQ(read.reach, reach);
        EXPECT_EQ(read.expires_at, given.expires_at);
    }
}

TEST(PlaybackTokens, are_over_at_their_time) {
    const auto token = tokens().issue(claim());
    EXPECT_TRUE(tokens().check(token, claim().expires_at - std::chrono::microseconds{1}));
    const auto over = tokens().check(token, claim().expires_at);
    ASSERT_FALSE(over);
    EXPECT_EQ(over.error().kind(), ErrorKind::Forbidden);
}

TEST(PlaybackTokens, with_any_bit_changed_are_refused) {
    const auto bytes = from_base64url(tokens().issue(claim())).value();
    for (std::size_t i = 0; i < bytes.size() * 8; ++i) {
        auto forged = bytes;
        forged[i / 8] = static_cast<std::uint8_t>(forged[i / 8] ^ (1U << (i % 8)));
        const auto read = tokens().check(to_base64url(forged), kNow);
        ASSERT_FALSE(read) << "bit " << i;
        EXPECT_EQ(read.error().kind(), ErrorKind::Forbidden);
    }
}

/// Everything but the last is a text that a stranger could send; the last ones have a good code of a wrong claim.
TEST(PlaybackTokens, that_nobody_issued_are_refused) {
    const auto good = tokens().issue(claim());
    std::vector<std::string> forged{"",
                                    "a",
                                    good.substr(0, good.size() - 1),
                                    good + "A",
                                    good + "=",
                                    good + good,
                                    "=" + good.substr(1),
                                    "+" + good.substr(1),
                                    "/" + good.substr(1),
                                    " " + good.substr(1),
                                    std::string(good.size(), 'A'),
                                    std::string(good.size(), '_'),
                                    std::string(good.size(), '\0'),
                                    std::string(100'000, 'A'),
                                    "eyJhbGciOiJub25lIn0.e30.",
                                    PlaybackTokens::make(kOther, Secret{}).value().issue(claim())};
    // The key itself, without its purpose, and the code over nothing, over another's claim and over a shorter one.
    const auto bytes = from_base64url(good).value();
    const Bytes claimed = Bytes{bytes}.first(bytes.size() - 16);
    const auto with_code = [&](Bytes key, Bytes over) {
        std::vector<std::uint8_t> made{claimed.begin(), claimed.end()};
        const auto code = hmac_sha256(key, over);
        made.insert(made.end(), code.begin(), code.begin() + 16);
        return to_base64url(made);
    };
    forged.push_back(with_code(bytes_of(kSecret.reveal()), claimed));
    forged.push_back(with_code(Bytes{}, claimed));
    const auto key = hmac_sha256(bytes_of(kSecret.reveal()), bytes_of("acervo playback addresses, HMAC-SHA-256"));
    EXPECT_EQ(with_code(key, claimed), good) << "so that the next ones are wrong for one reason alone";
    forged.push_back(with_code(key, Bytes{}));
    forged.push_back(with_code(key, claimed.first(claimed.size() - 1)));
    for (const auto& token : forged) {
        const auto read = tokens().check(token, kNow);
        ASSERT_FALSE(read) << token.substr(0, 200);
        EXPECT_EQ(read.error().kind(), ErrorKind::Forbidden);
    }
}

TEST(PlaybackTokens, of_a_version_or_reach_that_nobody_knows_are_refused_though_signed) {
    const auto key = hmac_sha256(bytes_of(kSecret.reveal()), bytes_of("acervo playback addresses, HMAC-SHA-256"));
    const auto bytes = from_base64url(tokens().issue(claim())).value();
    for (const auto& [place, value] : {std::pair{0, 0}, {0, 2}, {0, 255}, {1, 2}, {1, 255}}) {
        std::vector<std::uint8_t> made{bytes.begin(), bytes.end() - 16};
        made[static_cast<std::size_t>(place)] = static_cast<std::uint8_t>(value);
        const auto code = hmac_sha256(key, made);
        made.insert(made.end(), code.begin(), code.begin() + 16);
        EXPECT_FALSE(tokens().check(to_base64url(made), kNow)) << place << " " << value;
    }
}

TEST(PlaybackTokens, of_both_keys_are_good_while_keys_are_changed) {
    const auto before = PlaybackTokens::make(kSecret, Secret{}).value();
    const auto during = PlaybackTokens::make(kOther, kSecret).value();
    const auto after = PlaybackTokens::make(kOther, Secret{}).value();
    EXPECT_TRUE(during.check(before.issue(claim()), kNow));
    EXPECT_TRUE(after.check(during.issue(claim()), kNow));
    EXPECT_FALSE(after.check(before.issue(claim()), kNow));
}

TEST(PlaybackTokens, need_a_secret_that_cannot_be_guessed) {
    EXPECT_FALSE(PlaybackTokens::make(Secret{std::string(31, 's')}, Secret{}));
    EXPECT_FALSE(PlaybackTokens::make(Secret{}, Secret{}));
    EXPECT_FALSE(PlaybackTokens::make(kSecret, Secret{"short"}));
}

}  // namespace
}  // namespace acervo
