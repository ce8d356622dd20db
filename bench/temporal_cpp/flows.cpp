#include "temporal_cpp/flows.hpp"

#include <utility>
#include <vector>

#include "temporal/worker/errand_workflow.hpp"

namespace acervo::bench {

namespace samples = temporal::samples;
using namespace std::chrono_literals;
using temporal::Context;
using temporal::Future;
using temporal::Task;

namespace {

Task<int> crunch_workflow(Context ctx, int steps, int width) {
    std::size_t received = 0;
    for (int step = 0; step < steps; ++step) {
        std::vector<Future<std::string>> running;
        running.reserve(static_cast<std::size_t>(width));
        for (int one = 0; one < width; ++one) running.push_back(ctx.run(echo, kWork));
        for (const auto& text : co_await ctx.all(std::move(running))) received += text.size();
    }
    co_return static_cast<int>(received);
}

/// A timer before the activity: no history of the errand fits.
Task<std::string> errand_by_other_code(Context ctx, std::string name, int /*more*/) {
    co_await ctx.sleep(10ms);
    co_return co_await ctx.run(samples::greet_for_errand, name);
}
Task<std::string> shout_by_other_code(Context /*ctx*/, std::string text) { co_return text; }

}  // namespace

void add_workflows(temporal::Registry& registry, bool changed) {
    registry.add(crunch, &crunch_workflow);
    if (changed) {
        registry.add(samples::errand, &errand_by_other_code).add(samples::shout, &shout_by_other_code);
    } else {
        samples::add_errand(registry);
    }
}

void add_activities(temporal::ActivityRegistry& registry) {
    registry.add(echo, [](std::string text) { return text; });
    registry.add(samples::greet_for_errand, [](const std::string& name) { return "Hello " + name; });
}

}  // namespace acervo::bench
