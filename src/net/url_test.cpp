#include "net/url.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

TEST(Url, cuts_an_address_into_its_parts) {
    const auto url = Url::parse("HTTPS://Store.Example:8443/a/b%20c?x=1&y=%2F");
    ASSERT_TRUE(url);
    EXPECT_TRUE(url->secure());
    EXPECT_EQ(url->host(), "store.example");
    EXPECT_EQ(url->port(), 8443);
    EXPECT_EQ(url->target(), "/a/b%20c?x=1&y=%2F");
    EXPECT_EQ(url->authority(), "store.example:8443");
    EXPECT_EQ(url->origin(), "https://store.example:8443");
}

TEST(Url, leaves_out_a_port_that_is_the_scheme_s_own) {
    EXPECT_EQ(Url::parse("http://a:80/")->authority(), "a");
    EXPECT_EQ(Url::parse("https://a:443/")->authority(), "a");
    EXPECT_EQ(Url::parse("http://a:443/")->authority(), "a:443");
    EXPECT_EQ(Url::parse("https://a")->origin(), "https://a:443");
}

TEST(Url, gives_every_address_a_path) {
    EXPECT_EQ(Url::parse("http://a")->target(), "/");
    EXPECT_EQ(Url::parse("http://a?x")->target(), "/?x");
}

TEST(Url, keeps_the_path_as_it_was_written) {
    EXPECT_EQ(Url::parse("http://a//b/../c/./%7e~")->target(), "//b/../c/./%7e~");
}

TEST(Url, understands_an_ipv6_address) {
    const auto url = Url::parse("http://[::1]:8080/");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->host(), "::1");
    EXPECT_EQ(url->authority(), "[::1]:8080");
    EXPECT_EQ(url->origin(), "http://[::1]:8080");
}

class RefusedUrl : public testing::TestWithParam<const char*> {};

TEST_P(RefusedUrl, is_invalid_input_and_its_text_is_not_repeated) {
    const auto url = Url::parse(GetParam());
    ASSERT_FALSE(url);
    EXPECT_EQ(url.error().kind(), ErrorKind::InvalidInput);
    EXPECT_EQ(url.error().message().find("secret"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Url, RefusedUrl,
                         testing::Values("", "secret", "http:/secret", "ftp://secret/", "://secret/", "http://",
                                         "http:///secret", "http://secret:0/", "http://secret:65536/",
                                         "http://secret:/", "http://secret:8a/", "http://user@secret/",
                                         "http://[::1/secret", "http://[secret]/", "http://a/secret x",
                                         "http://a/secret\r\nX: y", "http://a/secret#f", "http://a/secret\xc3\xb1"));

}  // namespace
}  // namespace acervo
