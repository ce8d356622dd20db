#include "core/clock.hpp"

#include <gtest/gtest.h>

namespace acervo {
namespace {

using namespace std::chrono;

TEST(Rfc3339, leaves_out_a_zero_fraction) {
    EXPECT_EQ(format_rfc3339(sys_days{2026y / 1 / 31} + 8h + 9min + 10s), "2026-01-31T08:09:10Z");
}

TEST(Rfc3339, writes_microseconds) {
    EXPECT_EQ(format_rfc3339(sys_days{2026y / 1 / 31} + 123us), "2026-01-31T00:00:00.000123Z");
}

TEST(Rfc3339, works_before_the_epoch) {
    EXPECT_EQ(format_rfc3339(sys_days{1969y / 12 / 31} + 23h + 59min + 59s), "1969-12-31T23:59:59Z");
}

}  // namespace
}  // namespace acervo
