#include "adapters/s3/endpoint.hpp"

#include <gtest/gtest.h>

namespace acervo::s3 {
namespace {

TEST(Endpoint, names_the_bucket_in_the_path) {
    const auto endpoint = Endpoint::make("http://store:8333", Addressing::Path);
    ASSERT_TRUE(endpoint);
    EXPECT_EQ(endpoint->host_of("b"), "store:8333");
    EXPECT_EQ(endpoint->path_of("b", "a b/c"), "/b/a%20b/c");
    EXPECT_EQ(endpoint->path_of("b", ""), "/b");
    EXPECT_EQ(endpoint->path_of("", ""), "/");
    EXPECT_EQ(endpoint->url_of("store:8333", "/b?x"), "http://store:8333/b?x");
}

TEST(Endpoint, names_the_bucket_in_the_host) {
    const auto endpoint = Endpoint::make("https://s3.example/", Addressing::VirtualHost);
    ASSERT_TRUE(endpoint);
    EXPECT_EQ(endpoint->host_of("b"), "b.s3.example");
    EXPECT_EQ(endpoint->path_of("b", "k"), "/k");
    EXPECT_EQ(endpoint->path_of("b", ""), "/");
    EXPECT_EQ(endpoint->host_of(""), "s3.example");
}

TEST(Endpoint, is_a_host_and_nothing_behind_it) {
    for (const auto* address : {"", "store:8333", "http://store/path", "http://store?query"}) {
        const auto endpoint = Endpoint::make(address, Addressing::Path);
        ASSERT_FALSE(endpoint) << address;
        EXPECT_EQ(endpoint.error().kind(), ErrorKind::InvalidInput);
    }
}

}  // namespace
}  // namespace acervo::s3
