#include "house_loop.hpp"

#include "core/log.hpp"
#include "core/sleep.hpp"

namespace acervo::keeper {

HouseLoop::HouseLoop(HouseRules rules, Metrics& metrics)
    : rules_{rules},
      failures_{metrics.counter("acervo_keeper_failures_total", "Rounds of a loop that failed", {{"loop", "house"}})} {
    for (const auto kind : kHouseKinds) {
        rows_.push_back(metrics.counter("acervo_house_rows_total", "Rows that nobody needed any more",
                                        {{"kind", std::string{kind}}}));
    }
}

Async<void> HouseLoop::run(Database& database, std::chrono::milliseconds pause) {
    for (;;) {
        const auto done = co_await tidy_up(database, rules_);
        if (done) {
            for (std::size_t i = 0; i < rows_.size(); ++i) rows_[i].add(static_cast<std::uint64_t>(done->rows.at(i)));
        } else {
            failures_.add();
            log::warn("house.not_tidied", {{"error", done.error()}});
        }
        if (!done || !done->is_full) co_await sleep_for(pause);
    }
}

}  // namespace acervo::keeper
