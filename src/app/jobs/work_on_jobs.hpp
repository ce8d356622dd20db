#pragma once

#include <cstdint>

#include "app/catalogue/document_cache.hpp"
#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/job/job.hpp"
#include "store/database.hpp"

namespace acervo {

struct JobRules {
    /// Assets in one transaction.
    int batch{500};
    /// A job that selects more fails.
    std::int64_t most_assets{1'000'000};
};

/// One step of the work on a job.
struct JobStep {
    /// False when there was nothing to do.
    bool worked{false};
    /// What was done in it.
    JobTally tally{};
};

/// One step of the job whose turn it is: its selection is pinned, or its next batch is edited, in one transaction with
/// how far the job is. Who is killed in between has done a step or not; whoever goes on continues behind it. What a
/// person may edit is asked with each batch. A failure of which trying again may help leaves the job for its next turn;
/// any other one ends the job as failed, and is answered too. Jobs about the cache wait while it is away, and fail
/// where there is none (`documents` is null).
Async<Result<JobStep>> work_on_next_job(Database& database, JobRules rules, DocumentCache* documents = nullptr);

}  // namespace acervo
