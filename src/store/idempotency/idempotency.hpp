#pragma once

#include <optional>
#include <string>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "domain/identity/user.hpp"
#include "domain/job/job.hpp"
#include "domain/upload/upload.hpp"
#include "store/database.hpp"

namespace acervo {

/// What a client sends to make one intention happen once (Idempotency-Key), and the SHA-256 of its request in
/// hexadecimal.
struct IdempotencyKey {
    std::string key;
    std::string request_hash;
};

/// Takes the key for the asset that this transaction creates. Conflict when it was taken before.
Async<Result<void>> take_idempotency_key(Transaction& tx, UserId owner, IdempotencyKey key, AssetId created);

/// The asset that was created under the key, nothing when it is new; IdempotencyMismatch when it belongs to another
/// request.
Async<Result<std::optional<AssetId>>> find_created_under(Database& database, UserId owner, IdempotencyKey key);

/// The same for a job.
Async<Result<void>> take_idempotency_key(Transaction& tx, UserId owner, IdempotencyKey key, JobId started);
Async<Result<std::optional<JobId>>> find_job_started_under(Database& database, UserId owner, IdempotencyKey key);

/// The same for the upload of a version.
Async<Result<void>> take_idempotency_key(Transaction& tx, UserId owner, IdempotencyKey key, UploadId opened);
Async<Result<std::optional<UploadId>>> find_version_opened_under(Database& database, UserId owner, IdempotencyKey key);

}  // namespace acervo
