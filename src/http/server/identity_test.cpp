#include "http/server/identity.hpp"

#include <gtest/gtest.h>

namespace acervo::http {
namespace {

constexpr auto kParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

Headers with(const char* name, std::string value) {
    Headers headers;
    headers.add(name, std::move(value));
    return headers;
}

std::string trace_from(std::string parent) {
    return std::string{Identity::of(with("Traceparent", std::move(parent)), false).trace_id()};
}

TEST(Identity, is_new_for_every_request) {
    const auto one = Identity::of(Headers{}, true);
    const auto other = Identity::of(Headers{}, true);
    EXPECT_NE(one.request_id(), other.request_id());
    EXPECT_NE(one.trace_id(), other.trace_id());
    EXPECT_NE(one.span_id(), other.span_id());
    EXPECT_EQ(one.request_id().size(), 36U);
    EXPECT_EQ(one.trace_id().size(), 32U);
    EXPECT_EQ(one.span_id().size(), 16U);
}

TEST(Identity, takes_a_request_id_from_a_trusted_proxy_only) {
    EXPECT_EQ(Identity::of(with("x-request-id", "a-B_9.z"), true).request_id(), "a-B_9.z");
    EXPECT_NE(Identity::of(with("x-request-id", "a-B_9.z"), false).request_id(), "a-B_9.z");
}

TEST(Identity, takes_no_request_id_that_is_not_safe) {
    for (const auto& text : {std::string{}, std::string{"a b"}, std::string{"a\"b"}, std::string{"a\nb"},
                             std::string{"\xC3\xB1"}, std::string(129, 'a')}) {
        EXPECT_FALSE(is_safe_request_id(text)) << text;
    }
    EXPECT_TRUE(is_safe_request_id(std::string(128, 'a')));
}

TEST(Identity, goes_on_with_the_trace_of_the_caller) {
    const auto identity = Identity::of(with("traceparent", kParent), false);
    EXPECT_EQ(identity.trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736");
    EXPECT_NE(identity.span_id(), "00f067aa0ba902b7");
}

TEST(Identity, reads_later_versions_of_a_trace_parent) {
    EXPECT_EQ(trace_from("01" + std::string{kParent}.substr(2) + "-more"), "4bf92f3577b34da6a3ce929d0e0e4736");
}

TEST(Identity, begins_a_trace_when_the_parent_is_malformed) {
    for (const auto* text : {"", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                             "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                             "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                             "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
                             "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x"}) {
        const auto trace = trace_from(text);
        EXPECT_EQ(trace.size(), 32U) << text;
        EXPECT_NE(trace, "4bf92f3577b34da6a3ce929d0e0e4736") << text;
        EXPECT_NE(trace, std::string(32, '0')) << text;
    }
}

}  // namespace
}  // namespace acervo::http
