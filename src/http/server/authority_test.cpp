#include "http/server/authority.hpp"

#include <gtest/gtest.h>

#include <string>

namespace acervo::http {
namespace {

TEST(Authority, is_a_host_with_or_without_a_port) {
    for (const auto* text :
         {"h", "h:", "h:80", "h:65535", "dam.example.org:443", "127.0.0.1:17000", "[::1]", "[::1]:80",
          "[::ffff:10.0.0.1]", "[2001:db8::1]:", "a_b", "x%C3%B1.example", "a~!$&'()*+,;=b"}) {
        EXPECT_TRUE(is_authority(text)) << text;
    }
}

TEST(Authority, is_nothing_else) {
    for (const auto* text :
         {"",    ":80",          "h:65536", "h:99999999999", "h:+1", "h:-1", "h:80x", "h:80:80",  "h h",    "user@h",
          "a/b", "a?b",          "a#b",     "a,\"b",         "h\\",  "<h>",  "[::1",  "::1",      "[::1]x", "[]",
          "[h]", "[::1%25eth0]", "[v1.x]",  "[:::1]",        "x%",   "x%2",  "x%zz",  "\xC3\xB1", "h\x7F",  "h\t"}) {
        EXPECT_FALSE(is_authority(text)) << text;
    }
    EXPECT_FALSE(is_authority("[" + std::string(10'000, ':') + "]"));
}

}  // namespace
}  // namespace acervo::http
