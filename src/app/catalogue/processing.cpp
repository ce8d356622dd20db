#include "app/catalogue/processing.hpp"

#include <fmt/format.h>

#include "app/access/access.hpp"
#include "app/access/audited.hpp"
#include "store/assets/edits.hpp"
#include "store/outbox/outbox.hpp"
#include "store/uploads/uploads.hpp"

namespace acervo {
namespace {

std::unexpected<Error> wrong_state(const Asset& asset) {
    return fail(ErrorKind::Conflict, fmt::format("the asset is {}", name_of(asset.status)));
}

Async<Result<void>> retry(Transaction& tx, Caller caller, AssetId id, Upload upload) {
    const auto asset = CO_TRY(co_await lock_asset(tx, id));
    if (asset.status == AssetStatus::Processing || asset.status == AssetStatus::Ready) co_return ok();
    if (asset.status != AssetStatus::Failed) co_return wrong_state(asset);
    if (upload.status != UploadStatus::Completed || upload.storage_key != asset.master_storage_key) {
        co_return fail(ErrorKind::Conflict, "the asset has no master that could be ingested");
    }
    CO_TRY(co_await begin_ingest_again(tx, id));
    CO_TRY(co_await request_ingest_again(tx, id, upload.id));
    CO_TRY(co_await add_event(tx, "asset.retried", id));
    co_return co_await append_audit(tx, audit_line(caller, "ingest.retry", "asset", id));
}

Async<Result<void>> cancel(Transaction& tx, Caller caller, AssetId id) {
    const auto asset = CO_TRY(co_await lock_asset(tx, id));
    if (asset.status == AssetStatus::Failed) co_return ok();
    if (asset.status != AssetStatus::Processing) co_return wrong_state(asset);
    if (!CO_TRY(co_await request_cancel(tx, id))) co_return fail(ErrorKind::Conflict, "no ingest is under way");
    co_return co_await append_audit(tx, audit_line(caller, "ingest.cancel", "asset", id));
}

}  // namespace

Async<Result<Processing>> find_processing_of(Catalogue& catalogue, Caller caller, AssetId asset) {
    CO_TRY(co_await asset_for(catalogue.database, std::move(caller), asset, Right::View));
    co_return co_await find_processing(catalogue.database, asset);
}

Async<Result<Processing>> retry_ingest(Catalogue& catalogue, Caller caller, AssetId asset) {
    CO_TRY(co_await asset_for(catalogue.database, caller, asset, Right::Edit));
    const auto upload = CO_TRY(co_await find_upload_of_master(catalogue.database, asset));
    const auto work = [&](Transaction& tx) { return retry(tx, caller, asset, upload); };
    CO_TRY(co_await in_transaction(catalogue.database, work));
    co_return co_await find_processing(catalogue.database, asset);
}

Async<Result<Processing>> cancel_ingest(Catalogue& catalogue, Caller caller, AssetId asset) {
    CO_TRY(co_await asset_for(catalogue.database, caller, asset, Right::Edit));
    const auto work = [&](Transaction& tx) { return cancel(tx, caller, asset); };
    CO_TRY(co_await in_transaction(catalogue.database, work));
    co_return co_await find_processing(catalogue.database, asset);
}

}  // namespace acervo
