#include "net/network_list.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

bool reaches(const char* text) { return is_public(boost::asio::ip::make_address(text)); }

TEST(PublicAddresses, are_those_that_everybody_can_reach) {
    for (const auto* one :
         {"8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.0", "193.0.0.1", "100.63.255.255", "100.128.0.0",
          "2606:4700:4700::1111", "2a00:1450::1", "64:ff9b::808:808", "2002:808:808::1", "::ffff:8.8.8.8"}) {
        EXPECT_TRUE(reaches(one)) << one;
    }
}

TEST(PublicAddresses, are_none_of_hosts_networks_links_groups_and_what_stands_for_them) {
    for (const auto* one : {"127.0.0.1",
                            "127.1.2.3",
                            "0.0.0.0",
                            "10.0.0.1",
                            "172.16.0.1",
                            "172.31.255.255",
                            "192.168.1.1",
                            "169.254.169.254",
                            "100.64.0.1",
                            "192.0.0.8",
                            "192.0.2.1",
                            "198.18.0.1",
                            "198.51.100.7",
                            "203.0.113.9",
                            "224.0.0.1",
                            "240.0.0.1",
                            "255.255.255.255",
                            "::1",
                            "::",
                            "::127.0.0.1",
                            "::ffff:127.0.0.1",
                            "::ffff:169.254.169.254",
                            "fe80::1",
                            "fec0::1",
                            "fc00::1",
                            "fd12::1",
                            "ff02::1",
                            "2001:db8::1",
                            "2001::1",
                            "64:ff9b::7f00:1",
                            "64:ff9b::a9fe:a9fe",
                            "2002:7f00:1::1",
                            "2002:c0a8:101::1",
                            "100::1"}) {
        EXPECT_FALSE(reaches(one)) << one;
    }
}

}  // namespace
}  // namespace acervo
