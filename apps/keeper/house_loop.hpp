#pragma once

#include <chrono>
#include <vector>

#include "app/housekeeping/housekeeping.hpp"
#include "core/async.hpp"
#include "core/metrics.hpp"

namespace acervo::keeper {

/// Deletes what nobody needs any more; for the leader.
class HouseLoop {
public:
    HouseLoop(HouseRules rules, Metrics& metrics);

    /// Until it is cancelled. `pause` when little is left to do, and after a failure.
    Async<void> run(Database& database, std::chrono::milliseconds pause);

private:
    HouseRules rules_;
    Counter failures_;
    /// By kind.
    std::vector<Counter> rows_;
};

}  // namespace acervo::keeper
