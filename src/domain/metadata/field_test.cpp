#include "domain/metadata/field.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

std::string first_fault(std::vector<Field> fields) {
    const auto checked = check_fields(fields);
    return checked ? "" : checked.error().fields().at(0).pointer;
}

TEST(Fields, are_good_when_limits_belong_to_their_types) {
    EXPECT_EQ(first_fault({}), "");
    EXPECT_EQ(first_fault({{.name = "program", .min_length = 1, .max_length = 9},
                           {.name = "season", .type = FieldType::Integer, .minimum = 1, .maximum = 1},
                           {.name = "people", .list = true, .max_items = 3},
                           {.name = "rights", .type = FieldType::Choice, .choices = {{"own"}, {"agency"}}}}),
              "");
}

TEST(Fields, are_refused_with_the_place_that_is_wrong) {
    EXPECT_EQ(first_fault({{.name = "a"}, {.name = "a"}}), "/fields/1/name");
    EXPECT_EQ(first_fault({{.name = "a", .min_length = 2, .max_length = 1}}), "/fields/0/max_length");
    EXPECT_EQ(first_fault({{.name = "a", .minimum = 1}}), "/fields/0/minimum");
    EXPECT_EQ(first_fault({{.name = "a", .type = FieldType::Date, .max_length = 1}}), "/fields/0/max_length");
    EXPECT_EQ(first_fault({{.name = "a", .max_items = 1}}), "/fields/0/max_items");
    EXPECT_EQ(first_fault({{.name = "a", .type = FieldType::Choice}}), "/fields/0/choices");
    EXPECT_EQ(first_fault({{.name = "a", .choices = {{"x"}}}}), "/fields/0/choices");
    EXPECT_EQ(first_fault({{.name = "a", .type = FieldType::Choice, .choices = {{"x"}, {"x"}}}}),
              "/fields/0/choices/1/value");
}

TEST(Dates, are_days_that_there_are) {
    for (const char* good : {"2026-01-31", "2024-02-29", "0001-01-01"}) EXPECT_TRUE(is_date(good)) << good;
    for (const char* bad : {"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-01-01 "}) {
        EXPECT_FALSE(is_date(bad)) << bad;
    }
}

TEST(Dates, with_times_have_an_offset) {
    for (const char* good : {"2026-01-31T08:00:00Z", "2026-01-31t23:59:59.123+02:00", "2026-01-31T00:00:00-11:30"}) {
        EXPECT_TRUE(is_date_time(good)) << good;
    }
    for (const char* bad :
         {"2026-01-31", "2026-01-31T08:00:00", "2026-01-31T24:00:00Z", "2026-01-31T08:60:00Z", "2026-01-31T08:00:00.Z",
          "2026-01-31T08:00:00+25:00", "2026-02-30T08:00:00Z", "2026-01-31T08:00:00.1"}) {
        EXPECT_FALSE(is_date_time(bad)) << bad;
    }
}

}  // namespace
}  // namespace acervo
