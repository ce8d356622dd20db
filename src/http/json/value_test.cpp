#include "http/json/value.hpp"

#include <gtest/gtest.h>

namespace acervo::http::json {
namespace {

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(ParseJson, keeps_members_in_order_and_equal_names_apart) {
    const auto value = parse(R"({"b":1,"a":[null,true,"x"],"b":{}})", 100);
    ASSERT_TRUE(value) << value.error().message();
    const auto* object = value->as<Object>();
    ASSERT_NE(object, nullptr);
    ASSERT_EQ(object->size(), 3U);
    EXPECT_EQ((*object)[0].name, "b");
    EXPECT_EQ(*(*object)[0].value.as<std::int64_t>(), 1);
    ASSERT_NE((*object)[1].value.as<Array>(), nullptr);
    EXPECT_EQ((*object)[1].value.as<Array>()->size(), 3U);
    EXPECT_EQ((*object)[2].name, "b");
    EXPECT_NE((*object)[2].value.as<Object>(), nullptr);
}

TEST(ParseJson, keeps_every_64_bit_integer_exactly) {
    for (const std::int64_t number :
         {std::int64_t{0}, std::int64_t{-1}, INT64_MAX, INT64_MIN, (std::int64_t{1} << 53) + 1}) {
        const auto value = parse(std::to_string(number), 1);
        ASSERT_TRUE(value && value->as<std::int64_t>() != nullptr) << number;
        EXPECT_EQ(*value->as<std::int64_t>(), number);
    }
}

TEST(ParseJson, takes_no_other_number_for_an_integer) {
    for (const auto* text : {"1.0", "1e0", "-0.0", "9223372036854775808", "-9223372036854775809", "1e999",
                             "123456789e-9", "99999999999999999999999999999999999999"}) {
        const auto value = parse(text, 1);
        ASSERT_TRUE(value) << text;
        EXPECT_NE(value->as<Number>(), nullptr) << text;
    }
}

TEST(ParseJson, joins_text_across_escapes) {
    const auto value = parse(R"("a\u0000\"\\\/\b\f\n\r\té\ud83c\udfac")", 1);
    ASSERT_TRUE(value);
    EXPECT_EQ(*value->as<std::string>(), (std::string{"a\0\"\\/\b\f\n\r\té🎬", 16}));
}

TEST(ParseJson, reads_long_texts_and_names_whole) {
    const std::string text(100'000, 'x');
    const auto value = parse("{\"" + text + "\":\"" + text + "\"}", 2);
    ASSERT_TRUE(value);
    EXPECT_EQ((*value->as<Object>())[0].name, text);
    EXPECT_EQ(*(*value->as<Object>())[0].value.as<std::string>(), text);
}

TEST(ParseJson, counts_levels_and_values) {
    EXPECT_TRUE(parse(nested(kMaxDepth), 100));
    EXPECT_FALSE(parse(nested(kMaxDepth + 1), 100));
    EXPECT_TRUE(parse(R"({"a":[1,2]})", 4));
    const auto above = parse(R"({"a":[1,2]})", 3);
    ASSERT_FALSE(above);
    EXPECT_EQ(above.error().message(), "the body has more than 3 values");
    EXPECT_FALSE(parse("{}", 0));
}

TEST(ParseJson, says_where_it_stopped) {
    const auto value = parse(R"({"a": nul})", 10);
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().kind(), ErrorKind::InvalidInput);
    EXPECT_TRUE(value.error().message().starts_with("the body is not JSON: ")) << value.error().message();
}

}  // namespace
}  // namespace acervo::http::json
