#include "core/utf8.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

using namespace std::string_view_literals;

TEST(CodePoints, are_counted_whatever_their_length) {
    EXPECT_EQ(code_points(""), 0U);
    EXPECT_EQ(code_points("añ€🎬"), 4U);
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
