// Several things at once: futures that run side by side, `all`, `race` and `any`, whose losers are cancelled.
#include <gtest/gtest.h>

#include "temporal/testing/environment.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

inline const Activity<int(int)> measure{"measure", {.start_to_close_timeout = 1h}};
inline const Workflow<int(std::vector<int>)> sum{"sum"};
inline const Workflow<std::string()> first_answer{"first_answer"};
inline const Workflow<int()> first_success{"first_success"};
inline const Workflow<std::string(int)> two_kinds{"two_kinds"};

Task<int> sum_workflow(Context ctx, std::vector<int> inputs) {
    std::vector<Future<int>> measured;
    for (const int input : inputs) measured.push_back(ctx.run(measure, input));  // all begin now
    int total = 0;
    for (const int value : co_await ctx.all(measured)) total += value;
    co_return total;
}

Task<int> measure_twice(Context ctx, int input) {
    const int once = co_await ctx.run(measure, input);
    const int twice = co_await ctx.run(measure, input);
    co_return once + twice;
}

Task<std::string> first_answer_workflow(Context ctx) {
    // A task of several steps against a clock. The loser is told to end, and has ended when this goes on.
    const auto winner = co_await ctx.race(measure_twice(ctx, 5), ctx.sleep(1min));
    co_return winner.index() == 0 ? "measured " + std::to_string(std::get<0>(winner)) : "too late";
}

Task<int> first_success_workflow(Context ctx) {
    const auto winner = co_await ctx.any(ctx.run(measure, -1), ctx.run(measure, 8));
    co_return static_cast<int>(winner.index()) * 100 + std::get<1>(winner);
}

Task<std::string> two_kinds_workflow(Context ctx, int input) {
    const auto [value, done] = co_await ctx.all(ctx.run(measure, input), ctx.sleep(20s));
    co_return std::to_string(value);
}

class SideBySide : public ::testing::Test {
protected:
    SideBySide() {
        workflows_.add(sum, &sum_workflow)
            .add(first_answer, &first_answer_workflow)
            .add(first_success, &first_success_workflow)
            .add(two_kinds, &two_kinds_workflow);
    }
    void measuring_takes(Duration length) {
        const auto play = [](int input) {
            if (input < 0) throw ApplicationFailure{FailureType{"Negative"}, "below zero"}.not_retryable();
            return input * 2;
        };
        env_.fake(measure, play, {.takes = length});
    }
    Registry workflows_;
    testing::TestEnvironment env_{workflows_};
};

TEST_F(SideBySide, all_takes_as_long_as_the_longest) {
    measuring_takes(10s);
    const auto began = env_.now();
    const auto run = env_.start(sum, {1, 2, 3});
    EXPECT_EQ(run.result().value(), 12);
    EXPECT_EQ(env_.now() - began, 10s);
    EXPECT_TRUE(testing::replay_every_prefix(workflows_, run.history()));
}

TEST_F(SideBySide, all_of_nothing_is_done_at_once) { EXPECT_EQ(env_.start(sum, {}).result().value(), 0); }

TEST_F(SideBySide, all_fails_with_the_first_failure_and_cancels_the_others) {
    measuring_takes(10s);
    const auto run = env_.start(two_kinds, -2);
    EXPECT_EQ(run.result().type(), "Negative");
    EXPECT_EQ(describe(run.history().steps.back().commands.at(0)), "CancelTimer{seq 1}");
}

TEST_F(SideBySide, a_race_is_won_by_the_task_in_time_and_the_timer_is_taken_back) {
    measuring_takes(10s);
    const auto run = env_.start(first_answer);
    EXPECT_EQ(run.result().value(), "measured 20");
    EXPECT_EQ(name_of(run.history().steps.back().commands.at(0)), "CancelTimer");
    EXPECT_TRUE(testing::replay_every_prefix(workflows_, run.history()));
}

TEST_F(SideBySide, a_race_is_lost_by_the_task_that_is_late_and_its_activity_is_cancelled) {
    measuring_takes(45s);
    const auto run = env_.start(first_answer);
    EXPECT_EQ(run.result().value(), "too late");
    EXPECT_TRUE(testing::replay_every_prefix(workflows_, run.history()));
    std::size_t cancelled = 0;
    for (const auto& step : run.history().steps) {
        for (const auto& command : step.commands) cancelled += name_of(command) == "RequestCancelActivity" ? 1 : 0;
    }
    EXPECT_EQ(cancelled, 1);
}

TEST_F(SideBySide, any_ignores_failures_while_somebody_may_still_succeed) {
    measuring_takes(1s);
    EXPECT_EQ(env_.start(first_success).result().value(), 116);
}

TEST_F(SideBySide, all_of_different_kinds_is_a_tuple) {
    measuring_takes(1s);
    EXPECT_EQ(env_.start(two_kinds, 3).result().value(), "6");
}

}  // namespace
}  // namespace acervo::temporal
