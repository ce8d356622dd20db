#include "core/json_text.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <random>

#include "testkit/environment.hpp"

namespace acervo {
namespace {

using namespace std::string_literals;

std::string json_text(std::string_view text) {
    std::string out;
    append_json_text(out, text);
    return out;
}

TEST(JsonText, leaves_plain_text_and_other_scripts_alone) {
    EXPECT_EQ(json_text(""), R"("")");
    EXPECT_EQ(json_text("a b/c~"), R"("a b/c~")");
    EXPECT_EQ(json_text("Día de año 新聞 🎬"), R"("Día de año 新聞 🎬")");
}

TEST(JsonText, escapes_quotes_and_everything_that_steers) {
    EXPECT_EQ(json_text("\"\\\n\r\t"), R"("\"\\\n\r\t")");
    EXPECT_EQ(json_text("\0\x01\x1b\x7f"s), R"("\u0000\u0001\u001b\u007f")");
    EXPECT_EQ(json_text("\xC2\x9B"
                        "31m\xC2\xA0"),
              "\"\\u009b31m\xC2\xA0\"");
    EXPECT_EQ(json_text("a\u2028b\u2029c\u2027"), "\"a\\u2028b\\u2029c\u2027\"");
}

TEST(JsonText, puts_one_replacement_for_each_broken_piece) {
    // The cases of Unicode 15, tables 3-8 to 3-11.
    EXPECT_EQ(json_text("\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41"),
              R"("\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdA")");
    EXPECT_EQ(json_text("\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41"),
              R"("\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffdA")");
    EXPECT_EQ(json_text("\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42"), R"("\ufffd\ufffd\ufffd\ufffd\ufffdA\ufffd\ufffdB")");
    EXPECT_EQ(json_text("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41"), R"("\ufffd\ufffd\ufffd\ufffdA")");
    EXPECT_EQ(json_text("ends in \xF0\x9F\x8E"), R"("ends in \ufffd")");
}

TEST(JsonText, is_valid_json_for_any_bytes) {
    const auto seed = testkit::seed();
    SCOPED_TRACE(seed);
    std::mt19937 random{seed};
    std::uniform_int_distribution<int> any_byte{0, 255};
    for (int round = 0; round < 2000; ++round) {
        std::string bytes(static_cast<std::size_t>(any_byte(random)) % 40, '\0');
        for (auto& c : bytes) c = static_cast<char>(any_byte(random));
        boost::system::error_code problem;
        const auto parsed = boost::json::parse(json_text(bytes), problem);
        ASSERT_FALSE(problem) << problem.message();
        ASSERT_TRUE(parsed.is_string());
    }
}

}  // namespace
}  // namespace acervo
