// Cancellation: what a request does, scopes, shielded clean-up, and a saga that undoes what was done.
#include <gtest/gtest.h>

#include "temporal/testing/environment.hpp"
#include "temporal/workflow/saga.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

inline const Activity<void(std::string)> act{"act", {.start_to_close_timeout = 1h}};
inline const Workflow<std::string()> plain{"plain"};
inline const Workflow<std::string()> tidy{"tidy"};
inline const Workflow<std::string()> scoped{"scoped"};
inline const Workflow<void(std::string)> trip{"trip"};

Task<std::string> plain_workflow(Context ctx) {
    co_await ctx.run(act, "long work");
    co_return "done";
}

Task<void> clean_up(Context ctx) {
    co_await ctx.run(act, "clean up");
    co_await ctx.sleep(1min);
}

Task<std::string> tidy_workflow(Context ctx) {
    const auto worked = co_await ctx.run(act, "long work").settled();
    if (!worked.was_cancelled()) co_return "done";
    const auto too_late = co_await ctx.run(act, "not begun").settled();  // the scope is cancelled for good
    const auto cleaned = ctx.shielded(clean_up(ctx));
    co_await cleaned;
    co_return too_late.was_cancelled() ? "cleaned up: " + ctx.cancel_reason() : "?";
}

Task<std::string> scoped_workflow(Context ctx) {
    const auto scope = ctx.scope_below();
    const auto inside = scope.run(act, "inside");
    const auto outside = ctx.run(act, "outside");
    co_await ctx.sleep(1min);
    scope.cancel("changed our mind");
    const auto ended = co_await inside.settled();
    co_await outside;
    co_return ended.was_cancelled() && !ctx.cancelled() ? "only the scope" : "?";
}

Task<void> book(Context ctx, Saga saga, std::string ending) {
    saga.undo(act, "undo hotel");
    co_await ctx.run(act, "hotel");
    saga.undo(act, "undo flight");
    co_await ctx.run(act, "flight");
    if (ending == "fail") throw ApplicationFailure{FailureType{"NoCar"}, "no car left"};
    co_await ctx.sleep(1h);
}

Task<void> trip_workflow(Context ctx, std::string ending) {
    Saga saga{ctx};
    co_await saga.run(book(ctx, saga, ending));
}

class Cancellation : public ::testing::Test {
protected:
    Cancellation() {
        workflows_.add(plain, &plain_workflow)
            .add(tidy, &tidy_workflow)
            .add(scoped, &scoped_workflow)
            .add(trip, &trip_workflow);
        const auto play = [this](std::string what) { done_.push_back(std::move(what)); };
        env_.fake(act, play, {.takes = 5min});
    }
    Registry workflows_;
    testing::TestEnvironment env_{workflows_};
    std::vector<std::string> done_;
};

TEST_F(Cancellation, ends_a_workflow_that_does_not_care_as_cancelled) {
    const auto run = env_.start(plain);
    env_.after(1min, [&] { run.cancel(); });
    EXPECT_TRUE(run.result().was_cancelled());
    EXPECT_EQ(run.status(), testing::RunStatus::Cancelled);
    EXPECT_TRUE(testing::replay_every_prefix(workflows_, run.history()));
}

TEST_F(Cancellation, lets_shielded_work_go_on) {
    const auto run = env_.start(tidy);
    env_.after(1min, [&] { run.cancel("the reel burnt"); });
    EXPECT_EQ(run.result().value(), "cleaned up: the reel burnt");
    EXPECT_EQ(done_, (std::vector<std::string>{"long work", "clean up"}));
    EXPECT_TRUE(testing::replay_every_prefix(workflows_, run.history()));
}

TEST_F(Cancellation, of_a_scope_leaves_the_rest_alone) {
    EXPECT_EQ(env_.start(scoped).result().value(), "only the scope");
}

TEST_F(Cancellation, makes_a_saga_undo_its_steps_last_first) {
    const auto run = env_.start(trip, "wait");
    env_.after(15min, [&] { run.cancel(); });
    run.result();
    EXPECT_EQ(run.status(), testing::RunStatus::Cancelled);
    EXPECT_EQ(done_, (std::vector<std::string>{"hotel", "flight", "undo flight", "undo hotel"}));
    EXPECT_TRUE(testing::replay_every_prefix(workflows_, run.history()));
}

TEST_F(Cancellation, is_not_needed_for_a_saga_to_undo_a_failure) {
    EXPECT_EQ(env_.start(trip, "fail").result().type(), "NoCar");
    EXPECT_EQ(done_, (std::vector<std::string>{"hotel", "flight", "undo flight", "undo hotel"}));
}

}  // namespace
}  // namespace acervo::temporal
