#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "core/sleep.hpp"
#include "temporal/activity/activity_registry.hpp"
#include "temporal/activity/activity_tester.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;
using testing::ActivityTester;
using ::testing::HasSubstr;

const Activity<std::string(std::string)> greet{"greet"};
const Activity<int(int, int)> add{"add"};
const Activity<void()> work{"work"};

const Failure::ApplicationInfo& application(const Failure& failure) {
    return std::get<Failure::ApplicationInfo>(failure.info);
}

Async<std::string> greet_slowly(std::string name) {
    co_await sleep_for(1ms);
    co_return "Hello " + name;
}
Async<Result<int>> add_if_positive(int a, int b) {
    co_await sleep_for(1ms);
    if (a < 0) co_return fail(ErrorKind::InvalidInput, "a is negative");
    co_return a + b;
}
Async<void> wait_for_ever(ActivityContext context) {
    context.heartbeat();
    co_await sleep_for(1h);
}
Async<void> ignore_cancellation(ActivityContext context) {
    context.heartbeat();
    while (!context.cancelled()) {
        try {
            co_await sleep_for(1ms);
        } catch (...) {  // NOLINT(bugprone-empty-catch): that is what it does
        }
    }
}

TEST(Activity, is_a_plain_function_on_a_thread_of_its_own) {
    const auto loop = std::this_thread::get_id();
    ActivityRegistry registry;
    registry.add(add, [loop](int a, int b) {
        EXPECT_NE(std::this_thread::get_id(), loop);
        return a + b;
    });
    ActivityTester tester{registry};
    EXPECT_EQ(tester.run(add, 2, 3).value(), 5);
}

TEST(Activity, is_a_coroutine_on_the_loop) {
    ActivityRegistry registry;
    registry.add(greet, &greet_slowly);
    registry.add(add, &add_if_positive);
    ActivityTester tester{registry};
    EXPECT_EQ(tester.run(greet, "Ada").value(), "Hello Ada");
    EXPECT_EQ(tester.run(add, 2, 3).value(), 5);
    const auto refused = tester.run(add, -2, 3);
    EXPECT_EQ(refused.type(), "invalid_input");
    EXPECT_TRUE(application(refused.failure()).non_retryable);
}

TEST(Activity, may_return_a_result_or_nothing) {
    ActivityRegistry registry;
    registry.add(add, [](int a, int b) -> Result<int> {
        if (b == 0) return fail(ErrorKind::Unavailable, "later");
        return a / b;
    });
    int calls = 0;
    registry.add(work, [&calls](const ActivityContext&) { ++calls; });
    ActivityTester tester{registry};
    EXPECT_EQ(tester.run(add, 6, 3).value(), 2);
    EXPECT_FALSE(application(tester.run(add, 6, 0).failure()).non_retryable);
    EXPECT_TRUE(tester.run(work));
    EXPECT_EQ(calls, 1);
}

TEST(Activity, fails_with_the_type_and_pause_that_it_throws) {
    ActivityRegistry registry;
    registry.add(work, [] { throw ApplicationFailure{FailureType{"Busy"}, "the encoder is busy"}.retry_after(7s); });
    ActivityTester tester{registry};
    const auto outcome = tester.run(work);
    EXPECT_EQ(outcome.type(), "Busy");
    EXPECT_EQ(application(outcome.failure()).next_retry_delay, Duration{7s});
    EXPECT_FALSE(application(outcome.failure()).non_retryable);
}

TEST(Activity, survives_whatever_is_thrown) {
    ActivityRegistry registry;
    registry.add(add, [](int a, int) -> int {
        if (a == 1) throw 42;  // NOLINT(hicpp-exception-baseclass): that is the case
        throw std::runtime_error{"out of paper"};
    });
    ActivityTester tester{registry};
    EXPECT_FALSE(tester.run(add, 1, 0));
    EXPECT_THAT(tester.run(add, 2, 0).failure().message, HasSubstr("out of paper"));
}

TEST(Activity, that_nobody_knows_is_a_retryable_failure_which_lists_the_known) {
    ActivityRegistry registry;
    registry.add(greet, &greet_slowly);
    ActivityTester tester{registry};
    const auto outcome = tester.run(work);
    EXPECT_EQ(outcome.type(), "ActivityNotRegistered");
    EXPECT_THAT(outcome.failure().message, HasSubstr("known: greet"));
    EXPECT_FALSE(application(outcome.failure()).non_retryable);
    EXPECT_THROW(registry.add(greet, &greet_slowly), std::logic_error);
}

TEST(Activity, refuses_input_of_another_type) {
    ActivityRegistry registry;
    registry.add(add, [](int a, int b) { return a + b; });
    ActivityTester tester{registry};
    const auto outcome = tester.run_untyped("add", {json_payload("\"two\""), json_payload("3")});
    EXPECT_THAT(std::get<ActivityCompletion::Failed>(outcome).failure.message,
                HasSubstr("argument 1 of activity \"add\""));
}

TEST(Activity, knows_its_attempt_and_what_the_one_before_told) {
    ActivityRegistry registry;
    registry.add(add, [](const ActivityContext& context, int a, int) {
        EXPECT_EQ(context.info().attempt(), 2U);
        EXPECT_EQ(context.info().deadline(), Time{10s});
        context.heartbeat(a);
        return context.heartbeat_details<int>().value_or(0);
    });
    ActivityTester tester{registry};
    tester.start().attempt = 2;
    tester.start().started_time = Time{4s};
    tester.start().start_to_close_timeout = 6s;
    tester.start().scheduled_time = Time{0s};
    tester.start().schedule_to_close_timeout = 1h;
    tester.left_by_last_attempt(40);
    EXPECT_EQ(tester.run(add, 7, 0).value(), 40);
    EXPECT_EQ(tester.heartbeat<int>(0), 7);
}

TEST(Activity, that_blocks_hears_of_its_cancellation_by_the_stop_token) {
    ActivityRegistry registry;
    registry.add(work, [](const ActivityContext& context) {
        context.heartbeat();
        context.sleep(1h);
    });
    ActivityTester tester{registry};
    tester.after_heartbeats(1, [&tester] { tester.cancel(); });
    EXPECT_TRUE(tester.run(work).was_cancelled());
}

TEST(Activity, that_is_a_coroutine_is_cancelled_where_it_waits) {
    ActivityRegistry registry;
    registry.add(work, &wait_for_ever);
    ActivityTester tester{registry};
    tester.after_heartbeats(1, [&tester] { tester.cancel(activity_task::CancelReason::WorkerShutdown); });
    const auto outcome = tester.run(work);
    EXPECT_TRUE(outcome.was_cancelled());
    EXPECT_THAT(outcome.failure().message, HasSubstr("shuts down"));
}

TEST(Activity, may_end_well_though_it_was_cancelled) {
    ActivityRegistry registry;
    registry.add(work, &ignore_cancellation);
    ActivityTester tester{registry};
    tester.after_heartbeats(1, [&tester] { tester.cancel(); });
    EXPECT_TRUE(tester.run(work));
}

TEST(Activity, that_was_not_cancelled_cannot_end_as_cancelled) {
    ActivityRegistry registry;
    registry.add(work, [] { throw Cancelled{"I do not want to"}; });
    ActivityTester tester{registry};
    const auto outcome = tester.run(work);
    EXPECT_FALSE(outcome.was_cancelled());
    EXPECT_EQ(outcome.type(), "Cancelled");
}

TEST(Activity, may_be_completed_by_somebody_else) {
    ActivityRegistry registry;
    registry.add(work, [](const ActivityContext& context) { context.complete_async(); });
    ActivityTester tester{registry};
    EXPECT_EQ(tester.run(work).type(), "CompletesElsewhere");
}

class Louder final : public ActivityInterceptor {
public:
    explicit Louder(std::string mark) : mark_{std::move(mark)} {}
    Async<std::optional<Payload>> run_activity(ActivityCall call, Next next) const override {
        call.input.at(0) = encode(decode<std::string>(call.input.at(0)).value() + mark_).value();
        auto answer = co_await next(std::move(call));
        co_return encode(decode<std::string>(*answer).value() + mark_).value();
    }

private:
    std::string mark_;
};

TEST(ActivityInterceptor, stands_around_the_activity_the_first_outermost) {
    ActivityRegistry registry;
    registry.add(greet, [](const std::string& name) { return "<" + name + ">"; });
    ActivityTester tester{registry, {std::make_shared<Louder>("1"), std::make_shared<Louder>("2")}};
    EXPECT_EQ(tester.run(greet, "Ada").value(), "<Ada12>21");
}

}  // namespace
}  // namespace acervo::temporal
