#include "core/retry_policy.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <vector>

#include "testkit/fake_clock.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;

const Error kDown{ErrorKind::Unavailable, "down"};

constexpr RetryPolicy kPolicy{.first = 100ms, .factor = 2.0, .longest = 1s, .attempts = 100, .budget = 1h};

TEST(IsRetryable, says_yes_only_to_what_may_pass_by_itself) {
    for (const auto kind : {ErrorKind::RateLimited, ErrorKind::Unavailable, ErrorKind::Timeout}) {
        EXPECT_TRUE(is_retryable(kind)) << name_of(kind);
    }
    for (const auto kind :
         {ErrorKind::InvalidInput, ErrorKind::NotFound, ErrorKind::Conflict, ErrorKind::PreconditionFailed,
          ErrorKind::UnsupportedType, ErrorKind::IdempotencyMismatch, ErrorKind::Forbidden, ErrorKind::Unauthenticated,
          ErrorKind::TooLarge, ErrorKind::Internal}) {
        EXPECT_FALSE(is_retryable(kind)) << name_of(kind);
    }
}

TEST(Backoff, draws_from_a_range_that_grows_up_to_the_longest) {
    const testkit::FakeMonotonicClock clock;
    std::vector<std::chrono::milliseconds> longest(20, 0ms);
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        Backoff backoff{kPolicy, SeededRandom{seed}, clock};
        for (auto& most : longest) most = std::max(most, backoff.next(kDown).value());
    }
    // Of 500 draws the largest lies within a tenth of the end of the range, but for a chance of 1 in 10^22.
    constexpr std::array kEnds{100, 200, 400, 800, 1000, 1000, 1000};
    for (std::size_t i = 0; i < kEnds.size(); ++i) {
        EXPECT_LE(longest[i].count(), kEnds[i]) << i;
        EXPECT_GE(longest[i].count(), kEnds[i] * 9 / 10) << i;
    }
    EXPECT_LE(longest.back(), 1s);
}

TEST(Backoff, draws_the_whole_range_down_to_nothing) {
    const testkit::FakeMonotonicClock clock;
    auto shortest = 1h / 1ms * 1ms;
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        shortest = std::min(shortest, Backoff(kPolicy, SeededRandom{seed}, clock).next(kDown).value());
    }
    EXPECT_LE(shortest, 10ms);
}

TEST(Backoff, is_the_same_for_the_same_seed) {
    const testkit::FakeMonotonicClock clock;
    Backoff one{kPolicy, SeededRandom{42}, clock};
    Backoff other{kPolicy, SeededRandom{42}, clock};
    for (int i = 0; i < 50; ++i) EXPECT_EQ(one.next(kDown), other.next(kDown));
}

TEST(Backoff, gives_up_when_the_attempts_are_used_up) {
    const testkit::FakeMonotonicClock clock;
    Backoff backoff{{.attempts = 3}, SeededRandom{1}, clock};
    EXPECT_TRUE(backoff.next(kDown));
    EXPECT_TRUE(backoff.next(kDown));
    EXPECT_FALSE(backoff.next(kDown));
}

TEST(Backoff, gives_up_at_once_when_trying_again_is_of_no_use) {
    const testkit::FakeMonotonicClock clock;
    EXPECT_FALSE(Backoff(kPolicy, SeededRandom{1}, clock).next({ErrorKind::InvalidInput, "no"}));
}

TEST(Backoff, gives_up_when_the_next_attempt_would_begin_after_the_budget) {
    testkit::FakeMonotonicClock clock;
    Backoff backoff{{.first = 1ms, .budget = 10s}, SeededRandom{1}, clock};
    clock.advance(9s);
    EXPECT_TRUE(backoff.next(kDown));
    clock.advance(1s + 1ms);
    EXPECT_FALSE(backoff.next(kDown));
}

TEST(Backoff, waits_as_long_as_it_is_told_and_a_little_more) {
    const testkit::FakeMonotonicClock clock;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const auto wait = Backoff(kPolicy, SeededRandom{seed}, clock)
                              .next(Error{ErrorKind::RateLimited, "later"}.with_retry_after(7s));
        ASSERT_TRUE(wait);
        EXPECT_GE(*wait, 7s);
        EXPECT_LE(*wait, 7100ms);
    }
    Backoff short_of_time{{.budget = 5s}, SeededRandom{1}, clock};
    EXPECT_FALSE(short_of_time.next(Error{ErrorKind::RateLimited, "later"}.with_retry_after(7s)));
}

TEST(Backoff, stands_large_numbers) {
    const testkit::FakeMonotonicClock clock;
    Backoff backoff{
        {.first = 1s, .factor = 1e300, .longest = 2s, .attempts = 10, .budget = 1h}, SeededRandom{1}, clock};
    for (int i = 0; i < 9; ++i) EXPECT_LE(backoff.next(kDown).value(), 2s);
}

Async<Result<int>> fail_times(int& calls, int failures) {
    ++calls;
    if (calls <= failures) co_return fail(kDown);
    co_return calls;
}

TEST(Retry, answers_the_first_success_or_the_last_failure) {
    const testkit::FakeMonotonicClock clock;
    boost::asio::io_context context;
    const RetryPolicy policy{.first = 1ms, .attempts = 3};
    int calls = 0;
    auto works = retry(Backoff{policy, SeededRandom{1}, clock}, [&calls] { return fail_times(calls, 2); });
    EXPECT_EQ(testkit::run(context, std::move(works)), 3);

    calls = 0;
    auto fails = retry(Backoff{policy, SeededRandom{1}, clock}, [&calls] { return fail_times(calls, 9); });
    EXPECT_EQ(testkit::run(context, std::move(fails)).error().message(), "down");
    EXPECT_EQ(calls, 3);
}

}  // namespace
}  // namespace acervo
