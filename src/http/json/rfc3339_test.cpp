#include <gtest/gtest.h>

#include "http/json/read.hpp"

namespace acervo::http::json {
namespace {

std::string normal_form(std::string_view text) {
    const auto moment = parse_rfc3339(text);
    return moment ? format_rfc3339(*moment) : "refused";
}

TEST(ParseRfc3339, reads_what_the_house_writes) {
    for (const auto* text : {"2025-03-17T10:00:00Z", "2025-03-17T10:00:00.123456Z", "0001-01-01T00:00:00Z",
                             "9999-12-31T23:59:59.999999Z", "2024-02-29T00:00:00Z", "1969-12-31T23:59:59.999999Z"}) {
        EXPECT_EQ(normal_form(text), text);
    }
}

TEST(ParseRfc3339, reads_offsets_short_fractions_and_small_letters) {
    EXPECT_EQ(normal_form("2025-03-17T10:00:00+02:00"), "2025-03-17T08:00:00Z");
    EXPECT_EQ(normal_form("2025-03-17T23:30:00-05:45"), "2025-03-18T05:15:00Z");
    EXPECT_EQ(normal_form("2025-03-17T10:00:00-00:00"), "2025-03-17T10:00:00Z");
    EXPECT_EQ(normal_form("2025-03-17t10:00:00.5z"), "2025-03-17T10:00:00.500000Z");
    EXPECT_EQ(normal_form("2025-03-17T10:00:00.050Z"), "2025-03-17T10:00:00.050000Z");
}

TEST(ParseRfc3339, refuses_everything_else) {
    for (const auto* text : {"",
                             "2025",
                             "2025-03-17",
                             "2025-03-17T10:00Z",
                             "2025-03-17T10:00:00",
                             "2025-03-17 10:00:00Z",
                             "2025-3-17T10:00:00Z",
                             "2025-13-01T00:00:00Z",
                             "2025-00-01T00:00:00Z",
                             "2025-02-29T00:00:00Z",
                             "2025-04-31T00:00:00Z",
                             "2025-01-00T00:00:00Z",
                             "2025-01-01T24:00:00Z",
                             "2025-01-01T00:60:00Z",
                             "2025-01-01T00:00:60Z",
                             "2025-01-01T00:00:00.Z",
                             "2025-01-01T00:00:00.1234567Z",
                             "2025-01-01T00:00:00+24:00",
                             "2025-01-01T00:00:00+00:60",
                             "2025-01-01T00:00:00+0200",
                             "2025-01-01T00:00:00+02",
                             "2025-01-01T00:00:00ZZ",
                             " 2025-01-01T00:00:00Z",
                             "+025-01-01T00:00:00Z",
                             "2025-01-01T00:00:00,5Z",
                             "0000-01-01T00:00:00Z",
                             "0001-01-01T00:00:00+00:01",
                             "9999-12-31T23:59:59-00:01",
                             "20250101T000000Z",
                             "2025-01-01T-1:00:00Z"}) {
        EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace acervo::http::json
