#pragma once

#include "app/catalogue/catalogue.hpp"
#include "store/ingest/ingest.hpp"

namespace acervo {

/// How far the ingest of an asset is. NotFound as `asset_for`.
Async<Result<Processing>> find_processing_of(Catalogue& catalogue, Caller caller, AssetId asset);

/// Asks for the ingest of an asset that failed, which goes on from what is there; audited. Changes nothing while it is
/// being ingested, or when it is ready. Conflict when it has no master, or is archived; otherwise as `asset_for` with
/// `Edit`.
Async<Result<Processing>> retry_ingest(Catalogue& catalogue, Caller caller, AssetId asset);

/// Asks for the end of the ingest that is under way; audited. Changes nothing when it has failed. Conflict when there
/// is none; otherwise as `asset_for` with `Edit`.
Async<Result<Processing>> cancel_ingest(Catalogue& catalogue, Caller caller, AssetId asset);

}  // namespace acervo
