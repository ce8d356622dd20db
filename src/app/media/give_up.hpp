#pragma once

#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "domain/upload/upload.hpp"
#include "store/database.hpp"

namespace acervo {

/// Why an ingest will not come to its end.
struct IngestFailure {
    AssetId asset;
    UploadId upload;
    /// For people: `cancelled`, or the type of the failure and what was wrong.
    std::string reason;
    /// Of the renditions alone.
    std::string rendition_reason;
    /// Whether what it needs was away for too long.
    bool is_parked{false};
    /// Those that are lost; empty: all that are not ready.
    std::vector<std::string> profiles{};
    /// The workflow that gives up; one that came later is none of its business.
    std::string ingest{};
};

/// The renditions that are not ready are failed, and what was written for them goes; the asset is failed, when this
/// upload's master is its own and it was processing, and operators are told.
Async<Result<void>> give_up_ingest(Transaction& tx, IngestFailure failure);

}  // namespace acervo
