#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/edit.hpp"
#include "domain/job/job.hpp"
#include "store/database.hpp"
#include "store/jobs/jobs.hpp"

/// What who does the jobs asks of the database.
namespace acervo {

/// A job with all that is needed to go on with it.
struct JobWork {
    Job job;
    /// As it was ordered, a JSON object.
    std::string task;
    std::string request_id;
    /// The last asset that was done.
    AssetId reached;
};

/// The job that has waited longest for its turn; nothing when none is to do.
Async<Result<std::optional<JobWork>>> find_job_to_do(Database& database);

/// The same job as it is now, which nobody else goes on with, cancels or ends until `tx` ends. Nothing when it has
/// ended.
Async<Result<std::optional<JobWork>>> lock_job(Transaction& tx, JobId id);

/// Puts it behind the others that wait.
Async<Result<void>> postpone_job(Database& database, JobId id);

/// Pins these assets, whether they exist or not; each once.
Async<Result<void>> pin_assets(Transaction& tx, JobId id, std::vector<AssetId> assets);
/// Pins those that another job edited. NotFound when its record of them was deleted, or a part of it.
Async<Result<void>> pin_edited_by(Transaction& tx, JobId id, JobId other);
/// The selection is pinned: the job runs. How many assets it has.
Async<Result<std::int64_t>> start_job(Transaction& tx, JobId id);

/// The next assets of the job behind `reached`.
Async<Result<std::vector<AssetId>>> next_assets(Transaction& tx, JobId id, AssetId reached, int limit);

/// What an asset had before a job edited it, and at which edit that job left it.
struct WordsBefore {
    AssetWords words;
    std::int64_t left_at{0};
};
/// Of those among `assets` that `job` edited and whose history is kept.
Async<Result<std::map<AssetId, WordsBefore>>> find_words_before(Transaction& tx, JobId job,
                                                                std::vector<AssetId> assets);

/// The outcomes of one batch, and how far the job is: up to `assets.back()`, the highest of their ids.
Async<Result<void>> record_batch(Transaction& tx, JobId id, std::vector<JobAsset> assets);

/// `error` is for people; a job without one is done. The job as it is then.
Async<Result<Job>> end_job(Transaction& tx, JobId id, std::optional<std::string> error);

}  // namespace acervo
