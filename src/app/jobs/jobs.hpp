#pragma once

#include <optional>
#include <vector>

#include "app/jobs/bulk_order.hpp"
#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/identity/user.hpp"
#include "domain/job/job.hpp"
#include "store/database.hpp"
#include "store/idempotency/idempotency.hpp"
#include "store/jobs/jobs.hpp"

/// Work on many assets, which `work_on_next_job` does later. A job is there for who ordered it and for administrators;
/// for all others it is NotFound.
namespace acervo {

/// Orders a bulk edit; audited. The job of the earlier call for a `key` that comes again, IdempotencyMismatch when that
/// was another one. InvalidInput as `BulkOrder::check`, and for a collection that the caller may not view.
Async<Result<Job>> start_bulk_edit(Database& database, Caller caller, BulkOrder order,
                                   std::optional<IdempotencyKey> key);

/// Orders that the asset cache is filled with these assets (`WarmCache`), or emptied of them (`InvalidateCache`);
/// audited and answered as `start_bulk_edit`.
Async<Result<Job>> start_cache_job(Database& database, Caller caller, JobKind kind, BulkSelection selection,
                                   std::optional<IdempotencyKey> key);

Async<Result<Job>> show_job(Database& database, Caller caller, JobId id);

/// Nothing more is done for the job; one that has ended stays as it is. The job as it is then.
Async<Result<Job>> stop_job(Database& database, Caller caller, JobId id);

/// Orders the undo of a job that has ended; the same one again until that has failed or was cancelled. Conflict while
/// the job is not at its end, and for one about the cache.
Async<Result<Job>> undo_job(Database& database, Caller caller, JobId id);

struct JobAssetPage {
    std::vector<JobAsset> assets;
    /// The `after` of the next page.
    std::optional<AssetId> next;
};
Async<Result<JobAssetPage>> list_job_asset_page(Database& database, Caller caller, JobId id, JobAssetListing listing);

}  // namespace acervo
