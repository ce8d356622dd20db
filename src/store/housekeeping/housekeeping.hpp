#pragma once

#include <chrono>
#include <optional>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/job/job.hpp"
#include "store/database.hpp"

/// What nobody needs any more. Each function deletes at most `limit` rows and says how many it were.
namespace acervo {

/// Sessions that came to their end longer than `kept` ago, with their refresh tokens: until then a token that is used
/// twice is seen.
Async<Result<int>> delete_ended_sessions(Database& database, std::chrono::seconds kept, int limit);

/// Links for a new password that are over.
Async<Result<int>> delete_ended_password_resets(Database& database, int limit);

/// Letters with such a link that could not be sent, or that nobody sends, longer than `kept` after they were asked for.
Async<Result<int>> delete_old_reset_mails(Database& database, std::chrono::seconds kept, int limit);

/// Idempotency keys that were taken longer than `kept` ago: a request that comes again then is a new one.
Async<Result<int>> delete_old_idempotency_keys(Database& database, std::chrono::seconds kept, int limit);

/// A job that ended longer than `kept` ago, has assets on record and is not being undone; nobody orders its undo until
/// `tx` ends.
Async<Result<std::optional<JobId>>> lock_old_job(Transaction& tx, std::chrono::seconds kept);
/// Its record of assets; none while it is being undone.
Async<Result<int>> delete_job_assets(Transaction& tx, JobId job, int limit);

}  // namespace acervo
