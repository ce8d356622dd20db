#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/edit.hpp"
#include "domain/job/job.hpp"
#include "store/database.hpp"

namespace acervo {

/// The order of a job: who asks for what.
struct NewJob {
    JobId id;
    JobKind kind{JobKind::BulkEdit};
    /// As a JSON object.
    std::string task{"{}"};
    std::optional<JobId> undoes{};
    UserId created_by;
    std::string request_id;
};

/// Conflict when the job that it undoes has an undo already.
Async<Result<void>> insert_job(Transaction& tx, NewJob job);

/// NotFound when there is none.
Async<Result<Job>> find_job(Database& database, JobId id);

/// The undo of this job that has not failed and was not cancelled; nothing when there is none.
Async<Result<std::optional<JobId>>> find_undo_of(Database& database, JobId id);

/// Nothing more is done for it. Conflict when it has ended.
Async<Result<void>> cancel_job(Transaction& tx, JobId id);

/// What a job did with one asset.
struct JobAsset {
    AssetId asset;
    JobOutcome outcome{JobOutcome::Edited};
    /// The edit that it made.
    std::optional<std::int64_t> edit_version{};
    /// What is wrong, for people.
    std::optional<std::string> detail{};
};

struct JobAssetListing {
    std::optional<JobOutcome> outcome{};
    std::optional<AssetId> after{};
    int limit{50};
};

/// By id; those that the job has come to.
Async<Result<std::vector<JobAsset>>> list_job_assets(Database& database, JobId id, JobAssetListing listing);

}  // namespace acervo
