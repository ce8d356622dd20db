#pragma once

#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/edit.hpp"
#include "domain/identity/user.hpp"
#include "domain/job/job.hpp"
#include "store/database.hpp"
#include "store/jobs/jobs.hpp"

namespace acervo {

/// Edits some assets, in the order of their ids, for a job: `change` of a bulk edit, or back to what they had before
/// the job that is undone. One outcome for each, in the same order. In a handful of statements however many they are.
Async<Result<std::vector<JobAsset>>> edit_batch(Transaction& tx, Caller by, const Job* job, const AssetPatch* change,
                                                std::vector<AssetId> assets);

}  // namespace acervo
