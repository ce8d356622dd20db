#include "core/circuit_breaker.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <optional>

#include "testkit/fake_clock.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;
using State = CircuitBreaker::State;

class CircuitBreakerTest : public testing::Test {
protected:
    void call(bool succeeds) {
        auto permit = breaker.enter();
        ASSERT_TRUE(permit);
        if (succeeds) {
            permit->succeeded();
        } else {
            permit->failed();
        }
    }
    void open() {
        for (int i = 0; i < 4; ++i) call(false);
        ASSERT_EQ(breaker.state(), State::Open);
    }

    testkit::FakeMonotonicClock clock;
    CircuitBreakerOptions options{.failure_rate = 0.5, .minimum_calls = 4, .window = 10s, .open_for = 5s, .trials = 1};
    CircuitBreaker breaker{"the store", options, clock};
};

TEST_F(CircuitBreakerTest, opens_when_enough_calls_failed) {
    call(false);
    call(false);
    call(false);
    EXPECT_EQ(breaker.state(), State::Closed) << "too few calls to judge";
    call(true);
    EXPECT_EQ(breaker.state(), State::Closed) << "only a failure opens it";
    call(false);
    EXPECT_EQ(breaker.state(), State::Open);
}

TEST_F(CircuitBreakerTest, stays_closed_below_the_rate) {
    for (int i = 0; i < 100; ++i) {
        call(true);
        call(true);
        call(false);
    }
    EXPECT_EQ(breaker.state(), State::Closed);
}

TEST_F(CircuitBreakerTest, forgets_what_lies_before_the_window) {
    for (int i = 0; i < 3; ++i) call(false);
    clock.advance(13s);
    call(false);
    EXPECT_EQ(breaker.state(), State::Closed);
    clock.advance(8s);
    for (int i = 0; i < 3; ++i) call(false);
    EXPECT_EQ(breaker.state(), State::Open) << "eight seconds later the last one still counts";
}

TEST_F(CircuitBreakerTest, refuses_while_it_is_open_and_says_for_how_long) {
    open();
    clock.advance(1500ms);
    const auto permit = breaker.enter();
    ASSERT_FALSE(permit);
    EXPECT_EQ(permit.error().kind(), ErrorKind::Unavailable);
    EXPECT_EQ(permit.error().retry_after(), 4s);
    EXPECT_EQ(permit.error().message(), "the store is not called for now, it failed too often");
}

TEST_F(CircuitBreakerTest, lets_one_trial_through_and_closes_when_it_succeeds) {
    open();
    clock.advance(5s);
    auto trial = breaker.enter();
    ASSERT_TRUE(trial);
    EXPECT_EQ(breaker.state(), State::HalfOpen);
    EXPECT_FALSE(breaker.enter()) << "one trial at a time";
    trial->succeeded();
    EXPECT_EQ(breaker.state(), State::Closed);
    for (int i = 0; i < 3; ++i) call(false);
    EXPECT_EQ(breaker.state(), State::Closed) << "old failures are forgotten";
}

TEST_F(CircuitBreakerTest, opens_again_when_the_trial_fails) {
    open();
    clock.advance(5s);
    call(false);
    EXPECT_EQ(breaker.state(), State::Open);
    clock.advance(4s);
    EXPECT_FALSE(breaker.enter());
    clock.advance(1s);
    EXPECT_TRUE(breaker.enter());
}

TEST_F(CircuitBreakerTest, gives_the_trial_to_another_when_it_ends_untold) {
    open();
    clock.advance(5s);
    {
        auto dropped = breaker.enter();
    }
    EXPECT_EQ(breaker.state(), State::HalfOpen);
    EXPECT_TRUE(breaker.enter());
}

TEST_F(CircuitBreakerTest, does_not_judge_by_calls_of_an_earlier_state) {
    auto slow = breaker.enter();
    ASSERT_TRUE(slow);
    open();
    clock.advance(5s);
    auto trial = breaker.enter();
    slow->failed();
    EXPECT_EQ(breaker.state(), State::HalfOpen);
    trial->succeeded();
    EXPECT_EQ(breaker.state(), State::Closed);
}

TEST_F(CircuitBreakerTest, wants_as_many_good_trials_as_it_was_told) {
    options.trials = 3;
    CircuitBreaker strict{"the store", options, clock};
    for (int i = 0; i < 4; ++i) strict.enter()->failed();
    clock.advance(5s);
    std::vector<CircuitBreaker::Permit> trials;
    for (int i = 0; i < 3; ++i) trials.push_back(*strict.enter());
    EXPECT_FALSE(strict.enter());
    trials[0].succeeded();
    trials[1].succeeded();
    EXPECT_EQ(strict.state(), State::HalfOpen);
    trials[2].succeeded();
    EXPECT_EQ(strict.state(), State::Closed);
}

TEST_F(CircuitBreakerTest, takes_a_refusal_for_a_sign_of_health) {
    for (int i = 0; i < 10; ++i) breaker.enter()->ended({ErrorKind::NotFound, "no"});
    EXPECT_EQ(breaker.state(), State::Closed);
    CircuitBreaker other{"the store", options, clock};
    for (const auto kind : {ErrorKind::Unavailable, ErrorKind::Timeout, ErrorKind::Internal, ErrorKind::Timeout}) {
        other.enter()->ended({kind, "ill"});
    }
    EXPECT_EQ(other.state(), State::Open);
}

TEST_F(CircuitBreakerTest, counts_a_permit_once) {
    auto permit = breaker.enter();
    for (int i = 0; i < 10; ++i) permit->failed();
    EXPECT_EQ(breaker.state(), State::Closed);
}

Async<Result<int>> fail_and_count(int& calls) {
    ++calls;
    co_return fail(ErrorKind::Unavailable, "down");
}

TEST_F(CircuitBreakerTest, keeps_calls_from_a_server_that_fails) {
    boost::asio::io_context context;
    int calls = 0;
    for (int i = 0; i < 10; ++i) {
        auto guarded = call_through(breaker, fail_and_count(calls));
        EXPECT_FALSE(testkit::run(context, std::move(guarded)));
    }
    EXPECT_EQ(calls, 4);
}

}  // namespace
}  // namespace acervo
