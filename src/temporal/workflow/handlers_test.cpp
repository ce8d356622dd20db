// Handlers of messages at work: replaced, ended with their workflow, ending it themselves.
#include <gtest/gtest.h>

#include "temporal/testing/environment.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

inline const Workflow<std::string(std::string)> house{"house"};
inline const Activity<void()> act{"act", {.start_to_close_timeout = 1h}};
inline const Signal<std::string> poke{"poke"};
inline const Update<std::string(std::string)> change{"change"};

struct House {
    std::string seen;
};

Task<void> poked_slowly(Context ctx, House& state, std::string text) {
    co_await ctx.run(act);
    state.seen += text;
}
Task<void> poked_into_the_next_run(Context ctx) {
    co_await ctx.sleep(1s);
    ctx.continue_as_new(house, "next");
}
Task<std::string> changed_into_the_next_run(Context ctx) {
    co_await ctx.sleep(1s);
    ctx.continue_as_new(house, "next");
}

Task<std::string> changed_after_a_second(Context ctx, std::string text) {
    co_await ctx.sleep(1s);
    co_return "changed to " + text;
}

void listen_replacing_itself(const Context& ctx, House& state) {
    ctx.on(poke, [ctx, &state, old = std::string(100, 'o')](const std::string& text) {
        ctx.on(poke, [&state](const std::string& later) { state.seen += "new " + later; });
        state.seen += old.substr(0, 1) + text + " ";
    });
}

Task<std::string> house_workflow(Context ctx, std::string what) {
    auto& state = ctx.make<House>();
    if (what == "next") co_return "next run";
    if (what == "replaces") {
        listen_replacing_itself(ctx, state);
        co_await ctx.sleep(1h);
        co_return state.seen;
    }
    if (what == "continues in signal") ctx.on(poke, [ctx](std::string) { ctx.continue_as_new(house, "next"); });
    if (what == "continues in task") ctx.on(poke, [ctx](std::string) { return poked_into_the_next_run(ctx); });
    if (what == "continues in update") {
        ctx.on(change, [ctx](std::string) -> std::string { ctx.continue_as_new(house, "next"); });
    }
    if (what == "continues in update's task") {
        ctx.on(change, [ctx](std::string) { return changed_into_the_next_run(ctx); });
    }
    if (what == "refuses in update's lambda") {
        ctx.on(change, [ctx](const std::string& text) {
            if (text == "a") throw ApplicationFailure{FailureType{"NotNow"}, "later"};
            return changed_after_a_second(ctx, text);
        });
    }
    if (what == "others") {
        co_await ctx.sleep(1min);
        ctx.on_other_signals([&state](const std::string& name, const Payloads& input) {
            state.seen += name + "=" + decode<std::string>(input.at(0)).value() + " ";
        });
        ctx.on_other_queries([](const std::string& name, const Payloads&) { return encode("no " + name).value(); });
        co_await ctx.sleep(1min);
        co_return state.seen;
    }
    if (what == "counts runs") co_return std::to_string(ctx.last_result<int>().value_or(0) + 1);
    if (what == "waits for handlers") {
        ctx.on(poke, [ctx, &state](std::string text) { return poked_slowly(ctx, state, std::move(text)); });
        co_await ctx.sleep(1min);
        co_await ctx.wait([ctx] { return ctx.all_handlers_finished(); });
        co_return state.seen;
    }
    co_await ctx.sleep(1h);
    co_return "slept";
}

class HandlersAtWork : public ::testing::Test {
protected:
    HandlersAtWork() {
        workflows_.add(house, &house_workflow);
        env_.fake(act, [] {}, {.takes = 10min});
    }
    auto poked(const std::string& what) {
        auto run = env_.start(house, what);
        env_.after(30s, [run] { run.signal(poke, "a"); });
        env_.after(40s, [run] { run.signal(poke, "b"); });
        return run;
    }
    Registry workflows_;
    testing::TestEnvironment env_{workflows_};
};

TEST_F(HandlersAtWork, may_put_another_one_in_their_own_place) {
    const auto run = poked("replaces");
    EXPECT_EQ(run.result().value(), "oa new b");
    EXPECT_TRUE(testing::replay_every_prefix(workflows_, run.history()));
}

TEST_F(HandlersAtWork, may_continue_as_new_from_a_signal) {
    EXPECT_EQ(poked("continues in signal").result().value(), "next run");
    EXPECT_EQ(poked("continues in task").result().value(), "next run");
}

TEST_F(HandlersAtWork, may_continue_as_new_from_an_update) {
    for (const std::string what : {"continues in update", "continues in update's task"}) {
        const auto run = env_.start(house, what);
        env_.after(30s, [run] { static_cast<void>(run.update(change, "a")); });
        EXPECT_EQ(run.result().value(), "next run") << what;
    }
}

TEST_F(HandlersAtWork, may_refuse_an_update_before_its_coroutine_begins) {
    const auto run = env_.start(house, "refuses in update's lambda");
    env_.advance(30s);
    EXPECT_EQ(run.update(change, "a").outcome()->type(), "NotNow");
    const auto second = run.update(change, "b");
    EXPECT_EQ(run.result().value(), "slept") << "nothing else failed";
    EXPECT_EQ(second.outcome()->value(), "changed to b");
    EXPECT_TRUE(testing::replay_every_prefix(workflows_, run.history()));
}

TEST_F(HandlersAtWork, are_waited_for_where_the_workflow_asks_for_it) {
    const auto run = poked("waits for handlers");
    EXPECT_EQ(run.result().value(), "ab");
    EXPECT_TRUE(testing::replay_every_prefix(workflows_, run.history()));
}

TEST_F(HandlersAtWork, take_names_that_nobody_foresaw) {
    const auto run = env_.start(house, "others");
    run.signal(poke, "early");
    env_.after(90s, [run] { run.signal(Signal<std::string>{"nod"}, "late"); });
    env_.advance(100s);
    EXPECT_EQ(run.query(Query<std::string()>{"colour"}).value(), "no colour");
    EXPECT_EQ(run.result().value(), "poke=early nod=late ");
    EXPECT_EQ(run.query(Query<std::string()>{"colour"}).value(), "no colour") << "it captures nothing";
    EXPECT_TRUE(testing::replay_every_prefix(workflows_, run.history()));
}

TEST_F(HandlersAtWork, know_what_the_run_before_answered) {
    job::InitializeWorkflow start;
    start.workflow_id = "cron";
    start.arguments = {encode(std::string{"counts runs"}).value()};
    EXPECT_EQ(env_.start_as(house, start).result().value(), "1");
    start.last_completion_result = {encode(41).value()};
    EXPECT_EQ(env_.start_as(house, start).result().value(), "42");
}

}  // namespace
}  // namespace acervo::temporal
