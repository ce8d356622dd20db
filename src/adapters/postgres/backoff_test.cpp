#include "adapters/postgres/backoff.hpp"

#include <gtest/gtest.h>

#include <set>

namespace acervo::postgres {
namespace {

using namespace std::chrono_literals;

TEST(PostgresBackoff, begins_at_once_and_grows_up_to_a_second) {
    Backoff backoff;
    EXPECT_EQ(backoff.next(), 0ms);
    for (const auto longest : {50ms, 100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms}) {
        const auto wait = backoff.next();
        EXPECT_GE(wait, longest / 2);
        EXPECT_LE(wait, longest);
    }
    for (int i = 0; i < 100; ++i) EXPECT_LE(backoff.next(), 1000ms);
    backoff.reset();
    EXPECT_EQ(backoff.next(), 0ms);
}

TEST(PostgresBackoff, sends_nobody_back_at_the_same_moment) {
    std::set<std::chrono::milliseconds> waits;
    for (int i = 0; i < 1000; ++i) waits.insert(jittered(1000ms));
    EXPECT_GT(waits.size(), 300U);
    EXPECT_GE(*waits.begin(), 500ms);
    EXPECT_LE(*waits.rbegin(), 1000ms);
}

}  // namespace
}  // namespace acervo::postgres
