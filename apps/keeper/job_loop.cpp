#include "job_loop.hpp"

#include "core/log.hpp"
#include "core/sleep.hpp"

namespace acervo::keeper {

JobLoop::JobLoop(Metrics& metrics)
    : failures_{metrics.counter("acervo_keeper_failures_total", "Rounds of a loop that failed", {{"loop", "jobs"}})} {
    for (std::size_t i = 0; i < kJobOutcomes; ++i) {
        const std::string outcome{name_of(static_cast<JobOutcome>(i))};
        assets_.push_back(
            metrics.counter("acervo_job_assets_total", "Assets that jobs came to", {{"outcome", outcome}}));
    }
}

Async<void> JobLoop::run(Database& database, DocumentCache* documents, std::chrono::milliseconds pause) {
    for (;;) {
        const auto step = co_await work_on_next_job(database, JobRules{}, documents);
        if (!step) {
            failures_.add();
            log::warn("job.step_failed", {{"error", step.error()}});
        }
        if (!step || !step->worked) {
            co_await sleep_for(pause);
            continue;
        }
        for (std::size_t i = 0; i < kJobOutcomes; ++i) {
            assets_.at(i).add(static_cast<std::uint64_t>(step->tally.of(static_cast<JobOutcome>(i))));
        }
    }
}

}  // namespace acervo::keeper
