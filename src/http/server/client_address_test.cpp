#include "http/server/client_address.hpp"

#include <gtest/gtest.h>

namespace acervo::http {
namespace {

using boost::asio::ip::make_address;

TrustedProxies trusting(std::vector<std::string> networks) { return *TrustedProxies::parse(networks); }

std::string client_of(const char* peer, std::vector<std::string> forwarded, const TrustedProxies& trusted) {
    Headers headers;
    for (auto& value : forwarded) headers.add("x-forwarded-for", std::move(value));
    return address_text(client_address(make_address(peer), headers, trusted));
}

TEST(TrustedProxies, knows_addresses_and_networks) {
    const auto trusted = trusting({"127.0.0.1", "10.0.0.0/8", "192.168.7.128/25", "fd00::/9", "::1"});
    for (const auto* text : {"127.0.0.1", "10.255.0.1", "192.168.7.129", "fd7f::1", "::1", "::ffff:10.1.2.3"}) {
        EXPECT_TRUE(trusted.contains(make_address(text))) << text;
    }
    for (const auto* text : {"127.0.0.2", "11.0.0.1", "192.168.7.127", "fd80::1", "::2", "::ffff:11.1.2.3"}) {
        EXPECT_FALSE(trusted.contains(make_address(text))) << text;
    }
}

TEST(TrustedProxies, may_be_everybody_of_one_family) {
    EXPECT_TRUE(trusting({"0.0.0.0/0"}).contains(make_address("8.8.8.8")));
    EXPECT_FALSE(trusting({"0.0.0.0/0"}).contains(make_address("2001:db8::1")));
}

TEST(TrustedProxies, refuses_what_is_no_network) {
    for (const auto* text :
         {"", "gateway", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "10.0.0", "::/129"}) {
        EXPECT_FALSE(TrustedProxies::parse({text})) << text;
    }
}

TEST(ClientAddress, is_the_peer_when_nobody_is_trusted) {
    EXPECT_EQ(client_of("9.9.9.9", {"1.1.1.1"}, trusting({"127.0.0.1"})), "9.9.9.9");
}

TEST(ClientAddress, is_the_rightmost_that_is_not_trusted) {
    const auto trusted = trusting({"127.0.0.1", "10.0.0.0/8"});
    EXPECT_EQ(client_of("127.0.0.1", {"6.6.6.6, 1.2.3.4, 10.0.0.7"}, trusted), "1.2.3.4");
    EXPECT_EQ(client_of("127.0.0.1", {"6.6.6.6", "1.2.3.4 ,10.0.0.7"}, trusted), "1.2.3.4");
    EXPECT_EQ(client_of("127.0.0.1", {"2001:db8::9"}, trusted), "2001:db8::9");
}

TEST(ClientAddress, is_the_farthest_proxy_when_all_are_trusted) {
    EXPECT_EQ(client_of("127.0.0.1", {"10.0.0.1, 10.0.0.2"}, trusting({"127.0.0.1", "10.0.0.0/8"})), "10.0.0.1");
    EXPECT_EQ(client_of("127.0.0.1", {}, trusting({"127.0.0.1"})), "127.0.0.1");
}

TEST(ClientAddress, does_not_read_past_an_entry_that_is_no_address) {
    EXPECT_EQ(client_of("127.0.0.1", {"1.2.3.4, unknown"}, trusting({"127.0.0.1"})), "127.0.0.1");
    EXPECT_EQ(client_of("127.0.0.1", {"1.2.3.4,"}, trusting({"127.0.0.1"})), "1.2.3.4");
    EXPECT_EQ(client_of("127.0.0.1", {"1.2.3.4, ,"}, trusting({"127.0.0.1"})), "127.0.0.1");
}

TEST(ClientAddress, writes_mapped_addresses_as_ipv4) {
    EXPECT_EQ(client_of("::ffff:1.2.3.4", {}, trusting({})), "1.2.3.4");
}

}  // namespace
}  // namespace acervo::http
