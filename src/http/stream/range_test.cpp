#include "http/stream/range.hpp"

#include <gmock/gmock.h>

namespace acervo::http {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint64_t kSize = 1000;
constexpr std::string_view kTag = "\"v1\"";
constexpr std::string_view kDate = "Sat, 31 Jan 2026 08:09:10 GMT";

std::vector<ByteRange> ranges_of(std::string_view value) {
    auto answer = select_ranges(value, kSize);
    return answer.outcome == RangeOutcome::Partial ? std::move(answer.ranges) : std::vector<ByteRange>{};
}

TEST(Range, selects_from_first_to_last) {
    EXPECT_THAT(ranges_of("bytes=0-0"), ElementsAre(ByteRange(0, 0)));
    EXPECT_THAT(ranges_of("bytes=0-499"), ElementsAre(ByteRange(0, 499)));
    EXPECT_THAT(ranges_of("BYTES=500-999"), ElementsAre(ByteRange(500, 999)));
}

TEST(Range, ends_at_the_last_byte_at_most) {
    EXPECT_THAT(ranges_of("bytes=500-"), ElementsAre(ByteRange(500, 999)));
    EXPECT_THAT(ranges_of("bytes=999-1000"), ElementsAre(ByteRange(999, 999)));
    EXPECT_THAT(ranges_of("bytes=0-99999999999999999999999999"), ElementsAre(ByteRange(0, 999)));
}

TEST(Range, selects_a_suffix) {
    EXPECT_THAT(ranges_of("bytes=-1"), ElementsAre(ByteRange(999, 999)));
    EXPECT_THAT(ranges_of("bytes=-1000"), ElementsAre(ByteRange(0, 999)));
    EXPECT_THAT(ranges_of("bytes=-18446744073709551616"), ElementsAre(ByteRange(0, 999)));
}

TEST(Range, keeps_the_order_asked_for) {
    EXPECT_THAT(ranges_of("bytes=500-599, 0-99 ,\t-10"),
                ElementsAre(ByteRange(500, 599), ByteRange(0, 99), ByteRange(990, 999)));
}

TEST(Range, joins_what_overlaps_or_touches) {
    EXPECT_THAT(ranges_of("bytes=50-150,0-99"), ElementsAre(ByteRange(0, 150)));
    EXPECT_THAT(ranges_of("bytes=0-9,10-19,30-39"), ElementsAre(ByteRange(0, 19), ByteRange(30, 39)));
    EXPECT_THAT(ranges_of("bytes=0-,-500,7-8"), ElementsAre(ByteRange(0, 999)));
}

TEST(Range, leaves_out_what_lies_beyond_the_end) {
    EXPECT_THAT(ranges_of("bytes=1000-1001,0-1,-0"), ElementsAre(ByteRange(0, 1)));
}

TEST(Range, is_not_satisfiable_when_all_of_it_lies_beyond_the_end) {
    for (const auto* value : {"bytes=1000-", "bytes=1000-2000", "bytes=-0", "bytes=99999999999999999999-"}) {
        EXPECT_EQ(select_ranges(value, kSize).outcome, RangeOutcome::NotSatisfiable) << value;
    }
}

TEST(Range, of_nothing_is_nothing) {
    EXPECT_EQ(select_ranges("bytes=0-", 0).outcome, RangeOutcome::NotSatisfiable);
    EXPECT_EQ(select_ranges("bytes=-0", 0).outcome, RangeOutcome::NotSatisfiable);
    EXPECT_EQ(select_ranges("bytes=-5", 0).outcome, RangeOutcome::Whole);
}

TEST(Range, is_ignored_when_it_breaks_the_grammar) {
    for (const auto* value : {"", "bytes", "bytes=", "bytes=,", "bytes= , ", "bytes=-", "bytes=5", "bytes=a-b",
                              "bytes=1-0", "bytes=0-1,2-1", "bytes=0--1", "bytes=+0-1", "bytes=0-1;", "bytes =0-1",
                              "byte=0-1", "items=0-1", "bytes=0x0-1", "bytes=0 - 1"}) {
        EXPECT_EQ(select_ranges(value, kSize).outcome, RangeOutcome::Whole) << value;
    }
}

TEST(Range, takes_empty_list_elements) {
    EXPECT_THAT(ranges_of("bytes=,,0-1, ,4-5,"), ElementsAre(ByteRange(0, 1), ByteRange(4, 5)));
}

TEST(Range, is_ignored_when_there_are_too_many) {
    std::string value = "bytes=0-0";
    for (std::size_t i = 1; i < kMaxRanges; ++i) value += "," + std::to_string(2 * i) + "-" + std::to_string(2 * i);
    EXPECT_EQ(ranges_of(value).size(), kMaxRanges);
    EXPECT_EQ(select_ranges(value + ",900-900", kSize).outcome, RangeOutcome::Whole);
}

TEST(IfRange, holds_for_the_same_strong_tag_or_the_same_date) {
    const RangeValidators validators{kTag, kDate};
    EXPECT_TRUE(if_range_holds(kTag, validators));
    EXPECT_TRUE(if_range_holds(kDate, validators));
    EXPECT_FALSE(if_range_holds("\"v2\"", validators));
    EXPECT_FALSE(if_range_holds("Sat, 31 Jan 2026 08:09:11 GMT", validators));
    EXPECT_FALSE(if_range_holds("", validators));
}

TEST(IfRange, never_holds_for_a_weak_tag) {
    EXPECT_FALSE(if_range_holds("W/\"v1\"", RangeValidators("W/\"v1\"", "")));
    EXPECT_FALSE(if_range_holds("\"v1\"", RangeValidators("W/\"v1\"", "")));
}

TEST(IfRange, never_holds_where_there_is_nothing_to_compare_with) {
    EXPECT_FALSE(if_range_holds(kTag, RangeValidators("", "")));
    EXPECT_FALSE(if_range_holds("", RangeValidators("", "")));
}

RangeAnswer answer_to(Method method, const Headers& headers) {
    return answer_range(method, headers, kSize, RangeValidators(kTag, kDate));
}

TEST(RangeRequest, is_whole_without_a_range) {
    EXPECT_EQ(answer_to(Method::Get, Headers{}).outcome, RangeOutcome::Whole);
}

TEST(RangeRequest, counts_for_get_only) {
    Headers headers;
    headers.add("range", "bytes=0-1");
    EXPECT_THAT(answer_to(Method::Get, headers).ranges, ElementsAre(ByteRange(0, 1)));
    EXPECT_EQ(answer_to(Method::Head, headers).outcome, RangeOutcome::Whole);
    EXPECT_EQ(answer_to(Method::Post, headers).outcome, RangeOutcome::Whole);
}

TEST(RangeRequest, is_ignored_when_the_condition_fails_or_the_field_comes_twice) {
    Headers conditional;
    conditional.add("Range", "bytes=0-1");
    conditional.add("If-Range", "\"other\"");
    EXPECT_EQ(answer_to(Method::Get, conditional).outcome, RangeOutcome::Whole);
    conditional.set("If-Range", std::string{kTag});
    EXPECT_EQ(answer_to(Method::Get, conditional).outcome, RangeOutcome::Partial);
    conditional.add("Range", "bytes=2-3");
    EXPECT_EQ(answer_to(Method::Get, conditional).outcome, RangeOutcome::Whole);
}

TEST(ContentRange, is_written_as_the_rfc_has_it) {
    EXPECT_EQ(content_range(ByteRange(42, 1233), 1234), "bytes 42-1233/1234");
    EXPECT_EQ(unsatisfied_content_range(1234), "bytes */1234");
    EXPECT_THAT(ranges_of("bytes=5000-"), IsEmpty());
}

}  // namespace
}  // namespace acervo::http
