#include "net/http_message.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

TEST(Headers, finds_the_first_value_whatever_the_case) {
    Headers headers;
    headers.add("Set-Cookie", "a=1");
    headers.add("set-cookie", "b=2");
    EXPECT_EQ(headers.find("SET-COOKIE"), "a=1");
    EXPECT_FALSE(headers.find("Cookie"));
}

TEST(Headers, set_leaves_exactly_one_value_in_the_place_of_the_first) {
    Headers headers;
    headers.add("Accept", "a");
    headers.add("Vary", "x");
    headers.add("accept", "b");
    headers.set("ACCEPT", "c");
    ASSERT_EQ(headers.size(), 2U);
    EXPECT_EQ(headers.begin()->second, "c");
}

TEST(Headers, remove_takes_every_value) {
    Headers headers;
    headers.add("Via", "a");
    headers.add("via", "b");
    headers.remove("VIA");
    EXPECT_EQ(headers.size(), 0U);
}

TEST(Headers, compares_only_letters_without_case) {
    Headers headers;
    headers.add("X[", "1");
    EXPECT_FALSE(headers.find("x{"));
}

}  // namespace
}  // namespace acervo
