#include "temporal/worker/errand_workflow.hpp"

namespace acervo::temporal::samples {

using namespace std::chrono_literals;

namespace {

Task<std::string> errand_workflow(Context ctx, std::string name, int more) {
    auto& said = ctx.make<std::string>();
    ctx.on(word, [&said](std::string text) { said = std::move(text); });

    const auto greeting = co_await ctx.run(greet_for_errand, name);
    co_await ctx.sleep(10ms);
    if (more > 0) ctx.continue_as_new(errand, name, more - 1);

    if (!co_await ctx.wait([&said] { return !said.empty(); }, 1h)) {
        throw ApplicationFailure{FailureType{"Silence"}, "nobody said a word"};
    }
    ChildOptions child;
    child.workflow_id = ctx.info().workflow_id() + "-child";
    const auto loud = co_await ctx.run(shout, greeting + " " + said, child);
    const auto [one, two] = co_await ctx.all(ctx.run(greet_for_errand, "one"), ctx.run(greet_for_errand, "two"));
    co_return loud + ", " + one + ", " + two;
}

Task<std::string> shout_workflow(Context /*ctx*/, std::string text) { co_return text + "!"; }

}  // namespace

void add_errand(Registry& registry) { registry.add(errand, &errand_workflow).add(shout, &shout_workflow); }

}  // namespace acervo::temporal::samples
