#include "twenty_steps.hpp"

#include <map>

namespace acervo::temporal::twenty_steps {

namespace {

using namespace std::chrono_literals;

struct Progress {
    /// By step.
    std::map<int, int> approved;
    int approvals = 0;
    std::int64_t sum = 0;
    std::int64_t digest = 7;

    void add(int amount) {
        sum += amount;
        digest = (digest * 31 + amount) % 1'000'000'007;
    }
};

Deposit deposit_of(const Context& ctx, int step, const std::string& part, int amount) {
    const auto account = ctx.info().workflow_id();
    return Deposit{account + "/" + std::to_string(step) + part, account, amount};
}

Future<int> pay(Context ctx, Deposit one) {
    auto options = deposit.options();
    auto& policy = options.retry_policy.emplace();
    policy.initial_interval = 20ms;
    policy.backoff_coefficient = 1;
    return ctx.run(deposit, std::move(one), options);
}

Future<int> pay_nearby(Context ctx, Deposit one) {
    LocalActivityOptions options;
    options.start_to_close_timeout = 3s;
    options.retry_policy.emplace().initial_interval = 20ms;
    return ctx.run_local(deposit, std::move(one), options);
}

Task<void> take_step(Context ctx, Progress* progress, int step) {
    switch (step % 5) {
        case 1:
            progress->add(co_await pay(ctx, deposit_of(ctx, step, "", 10 * step)));
            break;
        case 2:
            co_await ctx.sleep(std::chrono::milliseconds{20 * step});
            progress->add(co_await pay(ctx, deposit_of(ctx, step, "", 10 * step)));
            break;
        case 3:
            co_await ctx.wait([progress, step] { return progress->approved.contains(step); });
            progress->add(co_await pay(ctx, deposit_of(ctx, step, "", progress->approved[step])));
            break;
        case 4: {
            const auto left = pay(ctx, deposit_of(ctx, step, "-left", step));
            const auto right = pay(ctx, deposit_of(ctx, step, "-right", 2 * step));
            const auto values = co_await ctx.all(left, right, ctx.sleep(50ms));
            progress->add(std::get<0>(values));
            progress->add(std::get<1>(values));
            break;
        }
        default:
            progress->add(co_await pay_nearby(ctx, deposit_of(ctx, step, "", 5 * step)));
    }
}

Task<std::string> twenty_steps_workflow(Context ctx) {
    auto& progress = ctx.make<Progress>();
    ctx.on(approve, [&progress](int step, int amount) {
        progress.approved[step] += amount;
        ++progress.approvals;
    });
    for (int step = 1; step <= kSteps; ++step) co_await take_step(ctx, &progress, step);
    co_return std::to_string(progress.approvals) + " approvals, sum " + std::to_string(progress.sum) + ", digest " +
        std::to_string(progress.digest);
}

}  // namespace

void add_workflows(Registry& registry) { registry.add(workflow, &twenty_steps_workflow); }

}  // namespace acervo::temporal::twenty_steps
