// Child workflows: run to the end, or started, signalled, cancelled, left behind; and workflows that are no relatives.
#include <gtest/gtest.h>

#include "temporal/testing/environment.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

inline const Workflow<int(int)> square{"square"};
inline const Workflow<std::string()> listener{"listener"};
inline const Workflow<std::string(std::string)> parent{"parent"};
inline const Signal<std::string> word{"word"};

Task<int> square_workflow(Context ctx, int side) {
    if (side < 0) throw ApplicationFailure{FailureType{"Negative"}, "a side is not negative"};
    co_await ctx.sleep(1min);
    co_return side* side;
}

Task<std::string> listener_workflow(Context ctx) {
    auto& heard = ctx.make<std::string>();
    ctx.on(word, [&heard](std::string text) { heard = std::move(text); });
    co_await ctx.wait([&heard] { return !heard.empty(); });
    co_return heard;
}

Task<std::string> parent_workflow(Context ctx, std::string what) {
    if (what == "run") co_return std::to_string(co_await ctx.run(square, 7));
    if (what == "fail") {
        const auto outcome = co_await ctx.run(square, -1).settled();
        co_return outcome.type();
    }
    const auto child = co_await ctx.start_child(listener, {.workflow_id = "the-listener"});
    if (what == "signal") {
        co_await child.signal(word, "hello");
        co_return co_await child.result();
    }
    if (what == "external") {
        const auto same = ctx.external("the-listener");
        co_await same.signal(word, "from outside");
        const auto nobody = co_await ctx.external("nobody").cancel().settled();
        co_return co_await child.result() + ", " + nobody.type();
    }
    if (what == "twice") {
        const auto again = co_await ctx.start_child(listener, {.workflow_id = "the-listener"}).settled();
        co_return again.type();
    }
    if (what == "cancel") {
        child.result().cancel();
        const auto ended = co_await child.result().settled();
        co_return ended.was_cancelled() ? "cancelled" : "?";
    }
    co_return "left behind";
}

Task<std::string> abandoning_workflow(Context ctx) {
    ChildOptions options;
    options.workflow_id = "survivor";
    options.parent_close_policy = ParentClosePolicy::Abandon;
    co_await ctx.start_child(listener, options);
    co_return "gone";
}
inline const Workflow<std::string()> abandoning{"abandoning"};

class Children : public ::testing::Test {
protected:
    Children() {
        workflows_.add(square, &square_workflow)
            .add(listener, &listener_workflow)
            .add(parent, &parent_workflow)
            .add(abandoning, &abandoning_workflow);
    }
    std::string result_of(const std::string& what) {
        const auto run = env_.start(parent, what);
        auto result = run.result().value();
        EXPECT_TRUE(testing::replay_every_prefix(workflows_, run.history()));
        return result;
    }
    testing::RunStatus status_of(const std::string& id) { return env_.simulation().find(id)->status; }
    Registry workflows_;
    testing::TestEnvironment env_{workflows_};
};

TEST_F(Children, give_their_result_to_their_parent) { EXPECT_EQ(result_of("run"), "49"); }
TEST_F(Children, give_their_failure_to_their_parent) { EXPECT_EQ(result_of("fail"), "Negative"); }
TEST_F(Children, hear_the_signals_of_their_parent) { EXPECT_EQ(result_of("signal"), "hello"); }
TEST_F(Children, are_reached_by_id_like_any_workflow) {
    EXPECT_EQ(result_of("external"), "from outside, ExternalWorkflowNotFound");
}
TEST_F(Children, cannot_take_an_id_that_is_in_use) { EXPECT_EQ(result_of("twice"), "WorkflowAlreadyStarted"); }
TEST_F(Children, are_cancelled_through_their_result) {
    EXPECT_EQ(result_of("cancel"), "cancelled");
    EXPECT_EQ(status_of("the-listener"), testing::RunStatus::Cancelled);
}
TEST_F(Children, end_with_their_parent_unless_it_abandons_them) {
    EXPECT_EQ(result_of("leave"), "left behind");
    EXPECT_EQ(status_of("the-listener"), testing::RunStatus::Terminated);
    EXPECT_EQ(env_.start(abandoning).result().value(), "gone");
    EXPECT_EQ(status_of("survivor"), testing::RunStatus::Running);
}

}  // namespace
}  // namespace acervo::temporal
