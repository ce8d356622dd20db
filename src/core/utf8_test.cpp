#include "core/utf8.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace acervo {
namespace {

using namespace std::string_view_literals;

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
        EXPECT_TRUE(is_utf8("a" + std::string{bytes}));
    }
}

TEST(Utf8, refuses_everything_else) {
    for (const std::string_view bytes : {"\x80", "\xBF", "\xC2", "\xC2\x41", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF",
                                         "\xE2\x82", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF0\x9F\x8E",
                                         "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFE", "\xFF"}) {
        std::size_t offset = 0;
        EXPECT_EQ(next_code_point(bytes, offset), std::nullopt);
        EXPECT_EQ(offset, 0U);
        EXPECT_FALSE(is_utf8("a" + std::string{bytes}));
    }
}

TEST(CodePoints, are_counted_whatever_their_length) {
    EXPECT_EQ(code_points(""), 0U);
    EXPECT_EQ(code_points("añ€🎬"), 4U);
    EXPECT_EQ(valid_code_points("añ€🎬"), 4U);
    EXPECT_EQ(valid_code_points("añ\xE2\x82"), std::nullopt);
}

TEST(FirstCodePoints, never_cut_a_character) {
    EXPECT_EQ(first_code_points("añ€🎬", 0), "");
    EXPECT_EQ(first_code_points("añ€🎬", 1), "a");
    EXPECT_EQ(first_code_points("añ€🎬", 2), "añ");
    EXPECT_EQ(first_code_points("añ€🎬", 3), "añ€");
    EXPECT_EQ(first_code_points("añ€🎬", 4), "añ€🎬");
    EXPECT_EQ(first_code_points("añ€🎬", 100), "añ€🎬");
}

TEST(WithoutControls, keeps_everything_else) {
    EXPECT_EQ(without_controls("a\0b\x1f c\x7f\xC2\x80\xC2\x9F\xC2\xA0ñ€🎬"sv), "ab c\xC2\xA0ñ€🎬");
    EXPECT_EQ(without_controls("\n"), "");
}

}  // namespace
}  // namespace acervo
