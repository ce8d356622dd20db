#include "http/json/write.hpp"

#include <gtest/gtest.h>

#include "http/json/value.hpp"

namespace acervo::http::json {
namespace {

std::string written(std::string_view text) {
    std::string out;
    append_text(out, text);
    return out;
}

TEST(WriteText, escapes_what_must_be_escaped_and_nothing_else) {
    EXPECT_EQ(written(""), R"("")");
    EXPECT_EQ(written("a/b é🎬 \xE2\x80\xA8"), "\"a/b é🎬 \xE2\x80\xA8\"");
    EXPECT_EQ(written("\"\\\n\r\t"), R"("\"\\\n\r\t")");
    EXPECT_EQ(written((std::string_view{"\0\x01\b\f\x1F\x7F", 6})), R"("\u0000\u0001\u0008\u000c\u001f\u007f")");
}

TEST(WriteText, is_json_whatever_the_bytes_were) {
    EXPECT_EQ(written("a\xFF"
                      "b\xE2\x82"),
              "\"a\uFFFDb\uFFFD\uFFFD\"");
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const std::string bytes{static_cast<char>(first), static_cast<char>(second)};
            ASSERT_TRUE(parse(written(bytes), 1)) << first << ' ' << second;
        }
    }
}

TEST(WriteText, is_read_back_as_it_was) {
    std::string text;
    for (char c = 0; c < 0x7F; ++c) text += c;
    text += "é🎬";
    const auto value = parse(written(text), 1);
    ASSERT_TRUE(value);
    EXPECT_EQ(*value->as<std::string>(), text);
}

TEST(WriteInteger, covers_both_ends) {
    std::string out;
    append_integer(out, INT64_MIN);
    out += ' ';
    append_integer(out, INT64_MAX);
    out += ' ';
    append_integer(out, std::int32_t{-7});
    EXPECT_EQ(out, "-9223372036854775808 9223372036854775807 -7");
}

}  // namespace
}  // namespace acervo::http::json
