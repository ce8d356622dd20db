#pragma once

#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/upload/upload.hpp"
#include "store/database.hpp"

namespace acervo {

/// Asks for the ingest of an upload in the transaction of its completion (rule 7 of ARCHITECTURE.md); the answer is the
/// workflow id `ingest:{assetId}:{uploadId}:{attempt}`, with attempt 1.
Async<Result<std::string>> request_ingest(Transaction& tx, AssetId asset, UploadId upload);

/// The workflow id that `request_ingest` gave.
std::string first_ingest_workflow_id(AssetId asset, UploadId upload);

/// The same with the next attempt, for an upload that was ingested before. The asset must be locked.
Async<Result<void>> request_ingest_again(Transaction& tx, AssetId asset, UploadId upload);

/// Tells the other systems, once it is committed: `type` is a name such as `asset.created`.
Async<Result<void>> add_event(Transaction& tx, std::string type, AssetId asset);
/// The same of each of them.
Async<Result<void>> add_events(Transaction& tx, std::string type, std::vector<AssetId> assets);

}  // namespace acervo
