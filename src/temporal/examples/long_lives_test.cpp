// Workflows that live long: continue-as-new, search attributes and memo, time, ids and random numbers, local
// activities.
#include <gtest/gtest.h>

#include "temporal/testing/environment.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

inline const Activity<int(int)> count_up{"count_up", {.start_to_close_timeout = 10s}};
inline const Workflow<int(int)> counting{"counting"};
inline const Workflow<std::vector<std::string>()> odds{"odds"};
inline const Workflow<int()> nearby{"nearby"};
inline const auto kTenant = keyword("Tenant");

Task<int> counting_workflow(Context ctx, int count) {
    ctx.upsert(kTenant.is("acme"));
    ctx.upsert_memo("count", count);
    while (count < 50) {
        count = co_await ctx.run(count_up, count);
        // A history has an end; what goes on for ever begins anew with what it knows.
        if (ctx.info().continue_as_new_suggested) ctx.continue_as_new(counting, count);
    }
    co_return count;
}

Task<std::vector<std::string>> odds_workflow(Context ctx) {
    const auto began = ctx.now();
    co_await ctx.sleep(36h);
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(ctx.now() - began).count();
    co_return {ctx.uuid().to_string(), std::to_string(ctx.random_below(6)), std::to_string(hours)};
}

Task<int> nearby_workflow(Context ctx) {
    // Retries with long pauses become timers, so that no worker waits for them.
    LocalActivityOptions options;
    options.start_to_close_timeout = 1s;
    options.retry_policy.emplace().initial_interval = 5min;
    co_return co_await ctx.run_local(count_up, 1, options);
}

class LongLives : public ::testing::Test {
protected:
    LongLives() {
        workflows_.add(counting, &counting_workflow).add(odds, &odds_workflow).add(nearby, &nearby_workflow);
        options_.suggest_continue_after = 40;
    }
    Registry workflows_;
    testing::Simulation::Options options_;
};

TEST_F(LongLives, continue_as_new_when_the_history_grows_long) {
    testing::TestEnvironment env{workflows_, options_};
    env.fake(count_up, [](int count) { return count + 1; });
    const auto run = env.start(counting, 0);
    EXPECT_EQ(run.result().value(), 50);
    EXPECT_GE(run.continuations(), 3);
    EXPECT_EQ(run.search_attributes().at("Tenant").metadata.at("type"), "Keyword");
    EXPECT_TRUE(run.memo().contains("count"));
    for (const auto& each : env.simulation().runs()) {
        EXPECT_TRUE(testing::replay_every_prefix(workflows_, each->history));
    }
}

TEST_F(LongLives, have_time_ids_and_chance_that_a_replay_repeats) {
    testing::TestEnvironment env{workflows_};
    const auto run = env.start(odds);
    const auto values = run.result().value();
    EXPECT_TRUE(Uuid::parse(values[0]));
    EXPECT_EQ(values[0][14], '4') << "version 4";
    EXPECT_EQ(values[2], "36");
    EXPECT_TRUE(testing::replay_every_prefix(workflows_, run.history()));
    EXPECT_NE(env.start(odds).result().value()[0], values[0]) << "another run, another chance";
}

TEST_F(LongLives, retry_local_activities_with_timers) {
    testing::TestEnvironment env{workflows_};
    env.fake(count_up, [](const testing::FakeCall& call, int count) {
        if (call.attempt < 3) throw std::runtime_error{"not yet"};
        return count + 1;
    });
    const auto began = env.now();
    const auto run = env.start(nearby);
    EXPECT_EQ(run.result().value(), 2);
    EXPECT_EQ(env.now() - began, 15min);
    EXPECT_TRUE(testing::replay_every_prefix(workflows_, run.history()));
}

}  // namespace
}  // namespace acervo::temporal
