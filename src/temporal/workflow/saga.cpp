#include "temporal/workflow/saga.hpp"

#include <ranges>

namespace acervo::temporal {

Task<void> Saga::run_back(Context ctx, Steps steps) {
    for (auto& step : std::views::reverse(steps)) {
        const auto undone = ctx.spawn(step(ctx));
        const auto outcome = co_await undone.settled();
        if (!outcome) ctx.log().error("compensation.failed", {{"reason", describe(outcome.failure())}});
    }
}

}  // namespace acervo::temporal
