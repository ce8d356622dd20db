#include "app/limits/network.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

TEST(Network, is_the_address_itself_in_ipv4) {
    EXPECT_EQ(network_of("192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(network_of("::ffff:192.0.2.7"), "192.0.2.7");
}

TEST(Network, is_what_one_customer_has_in_ipv6) {
    EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    EXPECT_EQ(network_of("2001:db8:1:2::9"), network_of("2001:0DB8:1:2:ffff::"));
    EXPECT_NE(network_of("2001:db8:1:2::9"), network_of("2001:db8:1:3::9"));
    EXPECT_EQ(network_of("fe80::1%eth0"), "fe80::/64");
}

TEST(Network, of_anything_else_is_left_as_it_is) {
    EXPECT_EQ(network_of(""), "");
    EXPECT_EQ(network_of("somewhere"), "somewhere");
}

}  // namespace
}  // namespace acervo
