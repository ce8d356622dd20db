#include "core/encoding.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "core/random.hpp"

namespace acervo {
namespace {

TEST(Hex, writes_lower_case_and_reads_both) {
    const std::vector<std::uint8_t> bytes{0x00, 0x7f, 0x80, 0xab, 0xff};
    EXPECT_EQ(to_hex(bytes), "007f80abff");
    EXPECT_EQ(from_hex("007F80aBff"), bytes);
    EXPECT_EQ(to_hex({}), "");
    EXPECT_EQ(from_hex("")->size(), 0U);
}

TEST(Hex, refuses_what_is_no_pair_of_digits) {
    for (const auto* text : {"0", "0g", "g0", " 00", "0x00", "é"}) EXPECT_FALSE(from_hex(text)) << text;
}

TEST(Base64Url, agrees_with_the_vectors_of_rfc_4648_without_padding) {
    const std::vector<std::pair<std::string_view, std::string_view>> vectors{
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},         {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, encoded] : vectors) {
        EXPECT_EQ(to_base64url(bytes_of(plain)), encoded);
        const auto decoded = from_base64url(encoded);
        ASSERT_TRUE(decoded) << encoded;
        EXPECT_EQ(std::string(decoded->begin(), decoded->end()), plain);
    }
    EXPECT_EQ(to_base64url(std::vector<std::uint8_t>{0xfb, 0xff, 0xbf}), "-_-_");
}

TEST(Base64Url, refuses_other_alphabets_padding_and_loose_bits) {
    for (const auto* text : {"Zg==", "Zg=", "+/+/", "Zm9v\n", "Z", "Zm9vY", "Zh", "Zm9", "Zm-"}) {
        EXPECT_FALSE(from_base64url(text)) << text;
    }
}

TEST(Base64Url, reads_what_it_writes) {
    SeededRandom random{3};
    for (std::size_t length = 0; length < 100; ++length) {
        std::vector<std::uint8_t> bytes(length);
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
        EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
        EXPECT_EQ(from_hex(to_hex(bytes)), bytes);
    }
}

}  // namespace
}  // namespace acervo
