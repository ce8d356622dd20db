#include "jose/compact_jws.hpp"

#include <gtest/gtest.h>

#include "core/encoding.hpp"

namespace acervo::jose {
namespace {

std::string encoded(std::string_view text) { return to_base64url(bytes_of(text)); }

std::string token(std::string_view header, std::string_view payload = "{}") {
    return encoded(header) + "." + encoded(payload) + "." + encoded("signatures");
}

TEST(CompactJws, is_taken_apart) {
    const auto given = token(R"({"alg":"EdDSA","kid":"one","typ":"at+jwt","x5t":"is ignored"})", R"({"sub":"ana"})");
    const auto parts = parse_compact(given);
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->header.algorithm, "EdDSA");
    EXPECT_EQ(parts->header.key_id, "one");
    EXPECT_EQ(parts->header.type, "at+jwt");
    EXPECT_EQ(parts->payload, R"({"sub":"ana"})");
    EXPECT_EQ(parts->signing_input, given.substr(0, given.rfind('.')));
}

/// The example of RFC 7515, appendix A.3 (its ES256 token) has white space in its header's and claims' JSON.
TEST(CompactJws, takes_the_example_of_the_standard) {
    const auto* given =
        "eyJhbGciOiJFUzI1NiJ9."
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    const auto parts = parse_compact(given);
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->header.algorithm, "ES256");
    EXPECT_EQ(parts->signature.size(), 64U);
    EXPECT_NE(parts->payload.find("http://example.com/is_root"), std::string::npos);
}

TEST(CompactJws, refuses_headers_that_bring_keys_or_ask_for_more) {
    for (const auto* name : {"crit", "jku", "jwk", "x5u", "x5c", "b64", "zip", "enc"}) {
        const auto header = R"({"alg":"EdDSA",")" + std::string{name} + R"(":null})";
        const auto refused = parse_compact(token(header));
        ASSERT_FALSE(refused) << name;
        EXPECT_NE(refused.error().message().find(name), std::string::npos);
    }
}

TEST(CompactJws, refuses_all_but_one_way_to_write_it) {
    const auto good = token(R"({"alg":"EdDSA"})");
    ASSERT_TRUE(parse_compact(good));
    for (const auto& wrong :
         {good + "=", good + ".", "." + good, good + "\n", " " + good, good.substr(0, good.rfind('.')),
          good.substr(0, good.rfind('.') + 1), std::string{".."}, std::string{}}) {
        EXPECT_FALSE(parse_compact(wrong)) << wrong;
    }
    auto trailing_bits = good;
    trailing_bits.back() = static_cast<char>(trailing_bits.back() + 1);
    EXPECT_FALSE(from_base64url(trailing_bits.substr(trailing_bits.rfind('.') + 1)));
    EXPECT_FALSE(parse_compact(trailing_bits));
}

TEST(CompactJws, refuses_what_is_too_long_unread) {
    EXPECT_TRUE(parse_compact(token(R"({"alg":"a"})", std::string(8000, 'a'))));
    EXPECT_FALSE(parse_compact(token(R"({"alg":"a"})", std::string(kMostTokenBytes, 'a'))));
    EXPECT_FALSE(parse_compact(token(R"({"alg":"a","x":")" + std::string(2000, 'a') + R"("})")));
}

}  // namespace
}  // namespace acervo::jose
