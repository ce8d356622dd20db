#include "client/foreign_credentials.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace acervo::client {
namespace {

constexpr auto kFile =
    "# people write these by hand\n"
    "[default]\n"
    "aws_access_key_id=first\r\n"
    "aws_secret_access_key = a/b+c==\n"
    "\n"
    "[ news ]\n"
    "  aws_access_key_id = second\n"
    "; aws_access_key_id = third\n"
    "aws_secret_access_key = s\n"
    "aws_session_token = t\n"
    "[half]\n"
    "aws_access_key_id = alone\n";

ForeignCredentials read(const std::string& profile) {
    std::istringstream file{kFile};
    return read_foreign_credentials(file, profile);
}

TEST(ForeignCredentials, are_those_of_the_profile) {
    EXPECT_EQ(read("default").access_key, "first");
    EXPECT_EQ(read("default").secret_key, "a/b+c==");
    EXPECT_EQ(read("default").session_token, "");
    EXPECT_EQ(read("news").access_key, "second");
    EXPECT_EQ(read("news").session_token, "t");
}

TEST(ForeignCredentials, are_not_complete_when_a_half_is_missing) {
    EXPECT_TRUE(read("default").is_complete());
    EXPECT_FALSE(read("half").is_complete());
    EXPECT_FALSE(read("nobody").is_complete());
}

}  // namespace
}  // namespace acervo::client
