#include "core/config/value.hpp"

#include <gtest/gtest.h>

namespace acervo::config {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t ns(std::chrono::nanoseconds duration) { return duration.count(); }

TEST(ParseDuration, adds_up_whole_numbers_with_units) {
    EXPECT_EQ(parse_duration("500ms"), ns(500ms));
    EXPECT_EQ(parse_duration("15m"), ns(15min));
    EXPECT_EQ(parse_duration("1h30m"), ns(90min));
    EXPECT_EQ(parse_duration("7d"), ns(168h));
    EXPECT_EQ(parse_duration("3us"), ns(3us));
    EXPECT_EQ(parse_duration("0s"), 0);
}

TEST(ParseDuration, refuses_everything_else) {
    for (const auto* text :
         {"", "5", "ms", "1.5s", "-1s", "1 s", "1S", "1w", "1s2", "99999999999999999999s", "300000d"}) {
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
    }
}

TEST(FormatDuration, is_read_back_as_the_same) {
    for (const auto value : {ns(0s), ns(1ns), ns(1500ms), ns(90min), ns(25h + 1us)}) {
        EXPECT_EQ(parse_duration(format_duration(value)), value) << format_duration(value);
    }
    EXPECT_EQ(format_duration(ns(90s)), "1m30s");
}

TEST(ParseBytes, knows_powers_of_1024_and_of_1000) {
    EXPECT_EQ(parse_bytes("512"), 512);
    EXPECT_EQ(parse_bytes("512B"), 512);
    EXPECT_EQ(parse_bytes("64MiB"), 64LL << 20);
    EXPECT_EQ(parse_bytes("5TiB"), 5LL << 40);
    EXPECT_EQ(parse_bytes("10GB"), 10'000'000'000);
}

TEST(ParseBytes, refuses_everything_else) {
    for (const auto* text :
         {"", "MiB", "64 MiB", "64mib", "1.5GiB", "-1", "64M", "9999999TiB", "9223372036854775808"}) {
        EXPECT_EQ(parse_bytes(text), std::nullopt) << text;
    }
}

TEST(FormatBytes, takes_the_largest_unit_without_a_rest) {
    EXPECT_EQ(format_bytes(64LL << 20), "64MiB");
    EXPECT_EQ(format_bytes((64LL << 20) + 1), "67108865B");
    EXPECT_EQ(format_bytes(0), "0B");
}

TEST(ReadText, understands_each_type) {
    const KeyInfo list{"k", "", std::vector<std::string>{}};
    const KeyInfo truth{"k", "", false};
    const KeyInfo number{"k", "", std::int32_t{0}};
    EXPECT_EQ(read_text(list, "a, b,c"), Value{(std::vector<std::string>{"a", "b", "c"})});
    EXPECT_EQ(read_text(list, ""), Value{std::vector<std::string>{}});
    EXPECT_EQ(read_text(truth, "true"), Value{true});
    EXPECT_EQ(read_text(number, "-5"), Value{std::int64_t{-5}});
    EXPECT_EQ(read_text(truth, "yes").error(), "expected true or false, found \"yes\"");
    EXPECT_EQ(read_text(number, "0x10").error(), "expected a whole number, found \"0x10\"");
}

TEST(ReadText, holds_a_number_within_its_member) {
    EXPECT_EQ(read_text(KeyInfo{"k", "", std::uint16_t{0}}, "65536").error(), "65536 is not between 0 and 65535");
    EXPECT_EQ(read_text(KeyInfo{"k", "", std::uint64_t{0}}, "-1").error(), "-1 is less than 0");
    EXPECT_EQ(read_text(KeyInfo{"k", "", std::uint64_t{0}}, "9223372036854775807"),
              Value{std::numeric_limits<std::int64_t>::max()});
    EXPECT_EQ(read_text(KeyInfo{"k", "", 0s}, "1500ms").error(), "1s500ms is finer than the 1s it is counted in");
}

TEST(ReadTyped, says_what_it_found_instead) {
    EXPECT_EQ(read_typed(KeyInfo{"k", "", 1s}, std::int64_t{5}).error(),
              "expected a duration with its unit, such as \"500ms\" or \"15m\", found 5");
    EXPECT_EQ(read_typed(KeyInfo{"k", "", 1}, std::string{"8080"}).error(), "expected a whole number, found \"8080\"");
    EXPECT_EQ(read_typed(KeyInfo{"k", "", std::string{}}, Unfit{"a date or time"}).error(),
              "expected text, found a date or time");
    EXPECT_EQ(read_typed(KeyInfo{"k", "", ByteSize{}}, std::int64_t{5}), Value{std::int64_t{5}});
}

TEST(ReadTyped, never_repeats_a_secret) {
    EXPECT_EQ(read_typed(KeyInfo{"k", "", Secret{}}, std::int64_t{12345}).error(), "expected text");
}

TEST(Nearest, finds_a_slip_of_the_finger_and_nothing_far) {
    const std::vector<std::string> known{"port", "address", "header_timeout"};
    EXPECT_EQ(nearest("prot", known), "port");
    EXPECT_EQ(nearest("adress", known), "address");
    EXPECT_EQ(nearest("header_time_out", known), "header_timeout");
    EXPECT_EQ(nearest("colour", known), std::nullopt);
}

}  // namespace
}  // namespace acervo::config
