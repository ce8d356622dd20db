#include "core/trace_context.hpp"

#include <gtest/gtest.h>

#include <set>

namespace acervo {
namespace {

constexpr std::string_view kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr std::string_view kSpan = "00f067aa0ba902b7";
constexpr std::string_view kParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

std::string state_of(std::string_view tracestate) { return TraceContext::parse(kParent, tracestate)->tracestate; }

TEST(Traceparent, is_read_and_written) {
    const auto context = TraceContext::parse(kParent);
    ASSERT_TRUE(context);
    EXPECT_EQ(context->trace_id.to_string(), kTrace);
    EXPECT_EQ(context->span_id.to_string(), kSpan);
    EXPECT_TRUE(context->sampled);
    EXPECT_EQ(context->tracestate, "");
    EXPECT_EQ(context->traceparent(), kParent);
}

TEST(Traceparent, tells_the_sampled_flag_from_the_others_and_sends_no_other) {
    const auto with_flags = [](std::string_view flags) {
        return TraceContext::parse(std::string{kParent.substr(0, 53)} + std::string{flags});
    };
    EXPECT_FALSE(with_flags("00")->sampled);
    EXPECT_TRUE(with_flags("09")->sampled);
    EXPECT_TRUE(with_flags("ff")->sampled);
    EXPECT_FALSE(with_flags("fe")->sampled);
    EXPECT_EQ(with_flags("fe")->traceparent().substr(53), "00");
    EXPECT_EQ(with_flags("ff")->traceparent().substr(53), "01");
}

TEST(Traceparent, of_a_later_version_is_read_as_far_as_it_is_known) {
    const std::string later = "cc" + std::string{kParent.substr(2)};
    for (const auto& text : {later, later + "-", later + "-what-the-future-brings"}) {
        const auto context = TraceContext::parse(text);
        ASSERT_TRUE(context) << text;
        EXPECT_EQ(context->traceparent(), kParent) << "it is passed on as version 00";
    }
    EXPECT_FALSE(TraceContext::parse(later + ".what"));
    EXPECT_FALSE(TraceContext::parse(later + "0"));
}

TEST(Traceparent, that_is_malformed_begins_a_new_trace) {
    const std::string good{kParent};
    const auto with = [&good](std::size_t at, std::string_view text) {
        auto bad = good;
        return bad.replace(at, text.size(), text);
    };
    for (const auto& text : {std::string{},
                             std::string{"00"},
                             good.substr(0, 54),
                             good + "0",
                             good + "-",
                             good + " ",
                             " " + good,
                             with(0, "ff"),
                             with(0, "0g"),
                             with(0, "0-"),
                             with(2, "_"),
                             with(35, "_"),
                             with(52, "_"),
                             with(3, "G"),
                             with(3, "A"),
                             with(36, "A"),
                             with(53, "0G"),
                             with(53, "A0"),
                             with(3, "00000000000000000000000000000000"),
                             with(36, "0000000000000000"),
                             with(10, "-"),
                             with(40, std::string_view{"\0", 1})}) {
        EXPECT_FALSE(TraceContext::parse(text)) << text;
    }
}

TEST(Tracestate, is_passed_on_without_blanks_and_empty_members) {
    EXPECT_EQ(state_of("rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"), "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
    EXPECT_EQ(state_of(" a=1 ,\t, ,b= x y ,, 0c@d/e*f-g_h=2"), "a=1,b= x y,0c@d/e*f-g_h=2");
    EXPECT_EQ(state_of(""), "");
    EXPECT_EQ(state_of(" , "), "");
}

TEST(Tracestate, that_is_malformed_is_dropped_and_the_trace_goes_on) {
    for (const auto* text :
         {"a", "a=", "=1", "A=1", "_a=1", "a b=1", "a=1=2", "a=\x7f", "a=\xc3\xa9", "a=1,b", "a =1"}) {
        EXPECT_EQ(state_of(text), "") << text;
    }
}

TEST(Tracestate, is_bounded) {
    const auto members = [](int count) {
        std::string text;
        for (int i = 0; i < count; ++i) text += "k" + std::to_string(i) + "=v,";
        return text;
    };
    EXPECT_NE(state_of(members(32)), "");
    EXPECT_EQ(state_of(members(33)), "");
    EXPECT_NE(state_of("a=" + std::string(256, 'x')), "");
    EXPECT_EQ(state_of("a=" + std::string(257, 'x')), "");
    EXPECT_NE(state_of(std::string(256, 'k') + "=v"), "");
    EXPECT_EQ(state_of(std::string(257, 'k') + "=v"), "");
    EXPECT_EQ(state_of("a=" + std::string(250, 'x') + ",b=" + std::string(255, 'y')).size(), 510U);
    EXPECT_EQ(state_of("a=" + std::string(256, 'x') + ",b=" + std::string(256, 'y')), "");
}

TEST(TraceIds, are_new_each_time_and_never_zero) {
    std::set<TraceId> seen;
    for (int i = 0; i < 1000; ++i) seen.insert(TraceId::make());
    EXPECT_EQ(seen.size(), 1000U);
    EXPECT_FALSE(seen.contains(TraceId{}));
    EXPECT_TRUE(TraceId{}.is_none());
    EXPECT_EQ(SpanId::make().to_string().size(), 16U);
}

}  // namespace
}  // namespace acervo
