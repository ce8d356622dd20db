#include "app/identity/checked_tokens.hpp"

#include <gtest/gtest.h>

#include "testkit/fake_clock.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;

AccessTokens tokens_of(const char* secret) { return {jose::TokenKeys::make(Secret{secret}, Secret{}).value(), {}}; }

class ATokenSeenBefore : public testing::Test {
protected:
    testkit::FakeClock clock_;
    AccessTokens ours_{tokens_of("the secret of this test, long enough")};
    CheckedTokens checked_;
    SessionId session_ = SessionId::make();
    UserId user_ = UserId::make();
    Secret token_ = ours_.issue(session_, user_, clock_.now());
};

TEST_F(ATokenSeenBefore, names_the_same_without_its_signature_being_checked_again) {
    ASSERT_TRUE(checked_.check(ours_, token_, clock_.now()));
    // Keys under which the signature is wrong: nothing but memory can let the token pass.
    const auto others = tokens_of("another secret, which signed nothing here");
    ASSERT_FALSE(others.check(token_, clock_.now()));
    const auto named = checked_.check(others, token_, clock_.now());
    ASSERT_TRUE(named);
    EXPECT_EQ(named->session, session_);
    EXPECT_EQ(named->user, user_);
}

TEST_F(ATokenSeenBefore, is_good_no_longer_than_it_says) {
    clock_.advance(15min - 1s);
    ASSERT_TRUE(checked_.check(ours_, token_, clock_.now()));
    clock_.advance(1s);
    EXPECT_FALSE(checked_.check(ours_, token_, clock_.now()));
    EXPECT_EQ(checked_.remembered(), 0U);
}

TEST_F(ATokenSeenBefore, is_refused_when_the_clock_goes_back_before_its_time) {
    ASSERT_TRUE(checked_.check(ours_, token_, clock_.now()));
    EXPECT_FALSE(checked_.check(ours_, token_, clock_.now() - 10s));
}

TEST_F(ATokenSeenBefore, says_nothing_of_one_that_differs_in_a_letter) {
    ASSERT_TRUE(checked_.check(ours_, token_, clock_.now()));
    auto other = token_.reveal();
    other[other.size() / 2] = other[other.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(checked_.check(ours_, Secret{other}, clock_.now()));
}

TEST_F(ATokenSeenBefore, is_not_remembered_when_it_is_bad) {
    const auto foreign = tokens_of("another secret, which signed nothing here").issue(session_, user_, clock_.now());
    EXPECT_FALSE(checked_.check(ours_, foreign, clock_.now()));
    EXPECT_EQ(checked_.remembered(), 0U);
}

TEST_F(ATokenSeenBefore, costs_memory_for_so_many_and_no_more) {
    for (std::size_t i = 0; i <= CheckedTokens::kMost; ++i) {
        const auto token = ours_.issue(session_, user_, clock_.now());
        ASSERT_TRUE(checked_.check(ours_, token, clock_.now()));
        ASSERT_LE(checked_.remembered(), CheckedTokens::kMost);
    }
    EXPECT_EQ(checked_.remembered(), 1U);
}

}  // namespace
}  // namespace acervo
