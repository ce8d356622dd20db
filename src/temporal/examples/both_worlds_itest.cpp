// One test, two worlds: the simulated server for every edit, the real one now and then. Days pass in both at once.
#include <gtest/gtest.h>

#include <atomic>

#include "temporal/engine/server_fixture.hpp"
#include "temporal/server_testing/server_environment.hpp"
#include "temporal/testing/environment.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

const Activity<std::string(std::string)> fetch{"fetch", {.start_to_close_timeout = 10s}};
const Activity<void(std::string)> remind{"remind", {.start_to_close_timeout = 10s}};
const Workflow<int(std::string)> embargo{"embargo"};
const Signal<> release{"release"};
const Query<int()> reminders{"reminders"};

struct EmbargoState {
    int days = 3;
    int reminders = 0;
    bool released = false;
};

/// Reminds once a day until the embargo is over, or lifted; answers how often.
Task<int> embargo_workflow(Context ctx, std::string title) {
    auto& state = ctx.make<EmbargoState>();
    ctx.on(release, [&state] { state.released = true; });
    ctx.on(reminders, state, [](const EmbargoState& now) { return now.reminders; });
    const auto text = co_await ctx.run(fetch, title);
    const auto began = ctx.now();
    while (state.reminders < state.days) {
        if (co_await ctx.wait([&state] { return state.released; }, 24h)) co_return state.reminders;
        co_await ctx.run(remind, text);
        ++state.reminders;
    }
    if (ctx.now() - began < 24h * state.days) throw std::logic_error{"time has not passed"};
    co_return state.reminders;
}

Registry registry() {
    Registry all;
    all.add(embargo, &embargo_workflow);
    return all;
}

/// Both environments speak alike; a fixture for each makes them.
class Simulated {
public:
    testing::TestEnvironment& environment() { return environment_; }

private:
    Registry workflows_{registry()};
    testing::TestEnvironment environment_{workflows_};
};

class OnServer {
public:
    testing::ServerEnvironment& environment() { return environment_; }

private:
    Server server_;
    Registry workflows_{registry()};
    testing::ServerEnvironment environment_{server_.connection(), workflows_, {server_.name_space()}};
};

template <class World>
class Embargo : public ::testing::Test {
protected:
    World world_;
};
using Worlds = ::testing::Types<Simulated, OnServer>;
TYPED_TEST_SUITE(Embargo, Worlds);

TYPED_TEST(Embargo, reminds_every_day) {
    auto& env = this->world_.environment();
    env.fake(fetch, [](const testing::FakeCall& call, std::string title) {
        if (call.attempt < 2) throw std::runtime_error{"the archive is busy"};
        return "the text of " + title;
    });
    std::atomic<int> told = 0;
    env.fake(remind, [&told](const std::string& text) {
        if (text == "the text of news") ++told;
    });
    EXPECT_EQ(env.start(embargo, "news").result().value(), 3);
    EXPECT_EQ(told, 3);
}

TYPED_TEST(Embargo, fails_with_the_type_that_the_activity_gave) {
    auto& env = this->world_.environment();
    env.fake(fetch, [](std::string) -> std::string {
        throw ApplicationFailure{FailureType{"NoSuchText"}, "never written"}.not_retryable();
    });
    env.fake(remind, [](const std::string&) {});
    const auto outcome = env.start(embargo, "news").result();
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.type(), "NoSuchText");
}

TYPED_TEST(Embargo, can_be_asked_when_it_is_over) {
    auto& env = this->world_.environment();
    env.fake(fetch, [](std::string title) { return title; });
    env.fake(remind, [](const std::string&) {});
    const auto run = env.start(embargo, "news");
    EXPECT_EQ(run.result().value(), 3);
    EXPECT_EQ(run.query(reminders).value(), 3);
}

}  // namespace
}  // namespace acervo::temporal
