#pragma once

#include <vector>

#include "app/catalogue/document_cache.hpp"
#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/job/job.hpp"
#include "store/database.hpp"
#include "store/jobs/jobs.hpp"

namespace acervo {

/// Puts the large documents of some assets into the cache, or takes them out. One outcome for each, in the same order.
/// Unavailable or Timeout when the cache does not answer: a part may be done then, and to do it again does no harm. No
/// transaction is open while the cache is spoken to.
Async<Result<std::vector<JobAsset>>> cache_batch(Database& database, DocumentCache& documents, JobKind kind,
                                                 std::vector<AssetId> assets);

}  // namespace acervo
