// The smallest workflow: one activity, its retry policy, and a test without a server.
#include <gtest/gtest.h>

#include "temporal/testing/environment.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

// Names and types, shared by whoever starts, runs and tests it.
inline const Activity<std::string(std::string)> compose_greeting{"compose_greeting", {.start_to_close_timeout = 10s}};
inline const Workflow<std::string(std::string)> hello{"hello"};

Task<std::string> hello_workflow(Context ctx, std::string name) {
    const auto greeting = co_await ctx.run(compose_greeting, name);
    ctx.log().info("greeting.composed", {{"text", greeting}});
    co_return greeting + "!";
}

Registry registry() {
    Registry all;
    all.add(hello, &hello_workflow);
    return all;
}

TEST(Hello, greets_through_an_activity) {
    const auto workflows = registry();
    testing::TestEnvironment env{workflows};
    env.fake(compose_greeting, [](std::string name) { return "Hello " + name; });

    const auto run = env.start(hello, "Ada");

    EXPECT_EQ(run.result().value(), "Hello Ada!");
    EXPECT_TRUE(testing::replay_every_prefix(workflows, run.history()));
}

TEST(Hello, is_retried_until_the_activity_succeeds) {
    const auto workflows = registry();
    testing::TestEnvironment env{workflows};
    const auto began = env.now();
    env.fake(compose_greeting, [](const testing::FakeCall& call, std::string name) {
        if (call.attempt < 4) throw std::runtime_error{"the printer is busy"};
        return "Hello " + name;
    });

    EXPECT_EQ(env.start(hello, "Ada").result().value(), "Hello Ada!");
    EXPECT_EQ(env.now() - began, 1s + 2s + 4s) << "the server's default policy";
}

TEST(Hello, fails_with_type_message_and_causes_when_no_retry_can_help) {
    const auto workflows = registry();
    testing::TestEnvironment env{workflows};
    env.fake(compose_greeting, [](std::string) -> std::string {
        throw ApplicationFailure{FailureType{"NoSuchPerson"}, "nobody of that name"}.not_retryable();
    });

    const auto outcome = env.start(hello, "Ada").result();

    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.type(), "NoSuchPerson");
    EXPECT_EQ(describe(outcome.failure()),
              "activity \"compose_greeting\": activity failed <- nobody of that name (NoSuchPerson)");
}

}  // namespace
}  // namespace acervo::temporal
