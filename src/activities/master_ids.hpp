#pragma once

#include "activities/catalogue.hpp"
#include "domain/asset/asset.hpp"
#include "domain/upload/upload.hpp"
#include "store/ingest/ingest.hpp"

namespace acervo::activities {

struct MasterIds {
    AssetId asset;
    UploadId upload;
};

/// Throws a failure that nothing repeats when they are no ids.
MasterIds ids_of(const MasterRef& ref);

/// Throws `SupersededError` when the asset has another master by now or is ingested by somebody else, `TrashedError`
/// when it was thrown away; nothing repeats them.
void require_current(const IngestMaster& master);

}  // namespace acervo::activities
