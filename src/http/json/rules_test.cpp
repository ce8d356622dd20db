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

TEST(Utf8, knows_the_first_and_last_of_each_length) {
    const std::pair<std::string_view, char32_t> good[]{{"\x7F", 0x7F},
                                                       {"\xC2\x80", 0x80},
                                                       {"\xDF\xBF", 0x7FF},
                                                       {"\xE0\xA0\x80", 0x800},
                                                       {"\xED\x9F\xBF", 0xD7FF},
                                                       {"\xEE\x80\x80", 0xE000},
                                                       {"\xEF\xBF\xBF", 0xFFFF},
                                                       {"\xF0\x90\x80\x80", 0x10000},
                                                       {"\xF4\x8F\xBF\xBF", 0x10FFFF}};
    for (const auto& [bytes, code] : good) {
        std::size_t offset = 0;
        EXPECT_EQ(next_code_point(bytes, offset), code);
        EXPECT_EQ(offset, bytes.size());
    }
}

TEST(Utf8, refuses_everything_else) {
    for (const std::string_view bytes : {"\x80", "\xBF", "\xC2", "\xC2\x41", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF",
                                         "\xE2\x82", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF0\x9F\x8E",
                                         "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFE", "\xFF"}) {
        std::size_t offset = 0;
        EXPECT_EQ(next_code_point(bytes, offset), std::nullopt);
        EXPECT_EQ(offset, 0U);
        EXPECT_EQ(objection("a" + std::string{bytes}, TextRule{}), "must be valid UTF-8");
    }
}

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
