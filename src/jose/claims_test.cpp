#include "jose/claims.hpp"

#include <gtest/gtest.h>

namespace acervo::jose {
namespace {

using namespace std::chrono_literals;

TEST(Claims, are_the_members_of_an_object) {
    const auto claims = Claims::parse(R"({"sub":"ana","aud":["a","b"],"exp":1700000000})");
    ASSERT_TRUE(claims);
    EXPECT_EQ(claims->text("sub"), "ana");
    EXPECT_EQ(claims->texts("aud"), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(claims->texts("sub"), std::vector<std::string>{"ana"});
    EXPECT_EQ(claims->moment("exp"), Timestamp{1700000000s});
    EXPECT_EQ(claims->size(), 3U);
    EXPECT_TRUE(claims->has("exp"));
    EXPECT_FALSE(claims->has("nbf"));
}

TEST(Claims, refuse_a_member_given_twice) {
    EXPECT_FALSE(Claims::parse(R"({"sub":"ana","sub":"ana"})"));
    EXPECT_FALSE(Claims::parse(R"({"sub":"ana","s\u0075b":"eva"})")) << "the same name in other letters";
}

TEST(Claims, refuse_what_is_no_object) {
    for (const auto* text : {"", "[]", "null", "\"a\"", "{", "{}x", "{\"a\":\xC3}", "\xEF\xBB\xBF{}"}) {
        EXPECT_FALSE(Claims::parse(text)) << text;
    }
    EXPECT_FALSE(Claims::parse(std::string(100, '[') + std::string(100, ']')));
    EXPECT_FALSE(Claims::parse("{\"a\":" + std::string(40, '[') + std::string(40, ']') + "}"));
}

TEST(Claims, know_a_text_from_anything_else) {
    const auto claims = Claims::parse(R"({"a":1,"b":null,"c":"","d":["x",1],"e":"x\u0000y","f":["x",["y"]]})");
    ASSERT_TRUE(claims);
    for (const auto* name : {"a", "b", "c", "e", "missing"}) EXPECT_FALSE(claims->text(name)) << name;
    for (const auto* name : {"a", "b", "c", "d", "f"}) EXPECT_FALSE(claims->texts(name)) << name;
}

TEST(Claims, know_a_time_from_any_other_number) {
    const auto claims = Claims::parse(
        R"({"a":1e9,"b":1.5,"c":-1,"d":9223372036854775808,"e":99999999999999999999999,"f":"1","g":253402300800,"h":0})");
    ASSERT_TRUE(claims);
    for (const auto* name : {"a", "b", "c", "d", "e", "f", "g"}) EXPECT_FALSE(claims->moment(name)) << name;
    EXPECT_EQ(claims->moment("h"), Timestamp{});
}

}  // namespace
}  // namespace acervo::jose
