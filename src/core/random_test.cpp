#include "core/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <set>

#include "core/encoding.hpp"

namespace acervo {
namespace {

TEST(FillRandom, fills_the_whole_span) {
    // Each byte stays zero 20 times with a chance of 2^-160.
    std::array<std::uint8_t, 64> seen{};
    for (int i = 0; i < 20; ++i) {
        std::array<std::uint8_t, 64> bytes{};
        fill_random(bytes);
        for (std::size_t j = 0; j < bytes.size(); ++j) seen[j] |= bytes[j];
    }
    for (const auto byte : seen) EXPECT_NE(byte, 0);
    fill_random({});
}

TEST(RandomToken, has_the_bytes_it_was_asked_for_and_never_repeats) {
    std::set<std::string> tokens;
    for (int i = 0; i < 1000; ++i) {
        const auto token = random_token(32);
        ASSERT_EQ(token.size(), 43U);
        ASSERT_EQ(from_base64url(token)->size(), 32U);
        tokens.insert(token);
    }
    EXPECT_EQ(tokens.size(), 1000U);
}

TEST(SeededRandom, gives_the_published_numbers_of_splitmix64) {
    SeededRandom random{1234567};
    for (const std::uint64_t number : {6457827717110365317U, 3203168211198807973U, 9817491932198370423U}) {
        EXPECT_EQ(random.next(), number);
    }
}

TEST(SeededRandom, draws_evenly_and_holds_the_limit) {
    SeededRandom random{7};
    std::array<int, 6> counts{};
    for (int i = 0; i < 60'000; ++i) ++counts.at(random.up_to(5));
    for (const auto count : counts) EXPECT_NEAR(count, 10'000, 500);
    EXPECT_EQ(random.up_to(0), 0U);
    EXPECT_NE(random.up_to(std::numeric_limits<std::uint64_t>::max()), random.next());
    EXPECT_LE(random.up_to(std::numeric_limits<std::uint64_t>::max() - 1),
              std::numeric_limits<std::uint64_t>::max() - 1);
}

TEST(SeededRandom, differs_when_it_is_seeded_by_the_system) {
    EXPECT_NE(SeededRandom::from_entropy().next(), SeededRandom::from_entropy().next());
}

}  // namespace
}  // namespace acervo
