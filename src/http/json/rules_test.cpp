#include "http/json/rules.hpp"

#include <gtest/gtest.h>

#include <array>

namespace acervo::http::json {
namespace {

constexpr CodePointRange kDigits[]{{'0', '9'}};
constexpr CodePointRange kLetters[]{{'A', 'Z'}, {'a', 'z'}, {0xE9, 0xE9}, {0x1F3AC, 0x1F3AC}};
constexpr CodePointRange kDash[]{{'-', '-'}};
/// `^[A-Za-zé🎬]+-?[0-9]{2,3}$`
constexpr PatternStep kName[]{{kLetters, 1, kUnbounded}, {kDash, 0, 1}, {kDigits, 2, 3}};
constexpr TextRule kRule{.pattern = kName, .reason = "must be a name"};

TEST(Pattern, takes_as_much_as_each_step_allows) {
    for (const auto* text : {"a12", "abc-123", "é🎬12", "Z-00"})
        EXPECT_EQ(objection(text, kRule), std::nullopt) << text;
}

TEST(Pattern, refuses_what_is_too_short_too_long_or_something_else) {
    for (const auto* text : {"", "a", "a1", "a1234", "12", "a--12", "a12 ", " a12", "a12\n", "ñ12", "a-", "a12b"}) {
        EXPECT_EQ(objection(text, kRule), "must be a name") << text;
    }
}

TEST(TextLength, is_counted_in_code_points) {
    EXPECT_EQ(objection("é🎬a", TextRule{.least = 3, .most = 3}), std::nullopt);
    EXPECT_EQ(objection("é🎬a", TextRule{.most = 2}), "must have at most 2 characters");
    EXPECT_EQ(objection("é", TextRule{.least = 2}), "must have at least 2 characters");
    EXPECT_EQ(objection("é", TextRule{.least = 2, .most = 2}), "must have exactly 2 characters");
    EXPECT_EQ(objection("", TextRule{.least = 1}), "must have at least 1 character");
}

TEST(Text, that_is_no_utf8_is_refused) { EXPECT_EQ(objection("a\xC0\x80", TextRule{}), "must be valid UTF-8"); }

TEST(IntegerRange, holds_both_ends) {
    constexpr IntegerRule kRange{.least = -1, .most = 1};
    EXPECT_EQ(objection(std::int64_t{-1}, kRange), std::nullopt);
    EXPECT_EQ(objection(std::int64_t{1}, kRange), std::nullopt);
    EXPECT_EQ(objection(std::int64_t{-2}, kRange), "must be an integer from -1 to 1");
    EXPECT_EQ(objection(std::int64_t{2}, kRange), "must be an integer from -1 to 1");
    EXPECT_EQ(objection(INT64_MIN, IntegerRule{}), std::nullopt);
    EXPECT_EQ(expectation(IntegerRule{}), "must be an integer");
}

TEST(ElementCount, holds_both_ends) {
    EXPECT_EQ(objection(std::size_t{1}, CountRule{.least = 1, .most = 2}), std::nullopt);
    EXPECT_EQ(objection(std::size_t{0}, CountRule{.least = 1}), "must have at least 1 element");
    EXPECT_EQ(objection(std::size_t{3}, CountRule{.most = 2}), "must have at most 2 elements");
}

TEST(Names, are_told) {
    constexpr std::array<std::string_view, 2> kTwo{"up", "down"};
    EXPECT_EQ(expectation(kTwo), "must be one of up, down");
    EXPECT_EQ(expectation(std::span{kTwo}.first(1)), "must be up");
}

}  // namespace
}  // namespace acervo::http::json
