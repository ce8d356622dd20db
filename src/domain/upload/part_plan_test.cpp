#include "domain/upload/part_plan.hpp"

#include <gtest/gtest.h>

#include <random>

#include "testkit/environment.hpp"

namespace acervo {
namespace {

constexpr std::uint64_t kMiB = 1ULL << 20;

TEST(PartPlan, sends_a_small_file_in_one_part) {
    const auto plan = PartPlan::make(1).value();
    EXPECT_EQ(plan.part_count(), 1);
    EXPECT_EQ(plan.size_of(1), 1U);
}

TEST(PartPlan, makes_no_empty_last_part) {
    const auto plan = PartPlan::make(16 * kMiB).value();
    EXPECT_EQ(plan.part_count(), 2);
    EXPECT_EQ(plan.size_of(2), 8 * kMiB);
    EXPECT_EQ(plan.size_of(3), 0U);
}

TEST(PartPlan, fits_fifty_gigabytes_in_a_thousand_parts) {
    const auto plan = PartPlan::make(50'000'000'000).value();
    EXPECT_EQ(plan.part_size(), 48 * kMiB);
    EXPECT_LE(plan.part_count(), 1000);
}

TEST(PartPlan, fits_the_largest_file_into_the_limits_of_s3) {
    const auto plan = PartPlan::make(PartPlan::kMaxFileSize).value();
    EXPECT_EQ(plan.part_size(), 5120 * kMiB);
    EXPECT_EQ(plan.part_count(), 1024);
}

TEST(PartPlan, refuses_an_empty_file_and_one_above_the_limit) {
    EXPECT_EQ(PartPlan::make(0).error().kind(), ErrorKind::InvalidInput);
    EXPECT_EQ(PartPlan::make(PartPlan::kMaxFileSize + 1).error().kind(), ErrorKind::TooLarge);
}

TEST(PartPlan, covers_every_byte_exactly_once) {
    const auto seed = testkit::seed();
    SCOPED_TRACE(seed);
    std::mt19937_64 random{seed};
    for (int run = 0; run < 200; ++run) {
        const auto size = 1 + random() % (1ULL << (random() % 42));
        const auto plan = PartPlan::make(size).value();
        std::uint64_t sum = 0;
        for (int part = 1; part <= plan.part_count(); ++part) {
            ASSERT_EQ(plan.offset_of(part), sum) << size;
            ASSERT_GT(plan.size_of(part), 0U) << size;
            sum += plan.size_of(part);
        }
        ASSERT_EQ(sum, size);
    }
}

}  // namespace
}  // namespace acervo
