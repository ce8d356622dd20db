#pragma once

#include <chrono>
#include <vector>

#include "app/jobs/work_on_jobs.hpp"
#include "core/async.hpp"
#include "core/metrics.hpp"

namespace acervo::keeper {

/// Does the jobs that people ordered; for the leader.
class JobLoop {
public:
    explicit JobLoop(Metrics& metrics);

    /// Until it is cancelled. `documents`: the cache of assets, where there is one. `pause` when nothing is to do, and
    /// after a failure.
    Async<void> run(Database& database, DocumentCache* documents, std::chrono::milliseconds pause);

private:
    Counter failures_;
    /// By outcome.
    std::vector<Counter> assets_;
};

}  // namespace acervo::keeper
