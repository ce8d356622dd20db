#include <fmt/format.h>

#include "app/access/access.hpp"
#include "app/access/audited.hpp"
#include "app/uploads/upload_end.hpp"
#include "app/uploads/uploads.hpp"
#include "store/assets/trash.hpp"
#include "store/outbox/outbox.hpp"
#include "store/uploads/uploads.hpp"

namespace acervo {
namespace {

Async<Result<void>> write(Transaction& tx, Caller caller, Upload upload) {
    CO_TRY(co_await mark_upload_aborted(tx, upload.id));
    auto line = audit_line(caller, "upload.abort", "asset", upload.asset_id);
    co_return co_await write_upload_given_up(tx, std::move(upload), "cancelled", std::move(line));
}

Async<Result<void>> record(Uploads& uploads, Caller caller, Upload upload) {
    const auto work = [&](Transaction& tx) { return write(tx, caller, upload); };
    co_return co_await in_transaction(uploads.database, work);
}

Async<Result<void>> discard(Transaction& tx, Caller caller, AssetId asset) {
    if (!CO_TRY(co_await discard_asset(tx, asset, caller.principal.user))) co_return ok();
    CO_TRY(co_await add_event(tx, "asset.trashed", asset));
    co_return co_await append_audit(tx, audit_line(caller, "asset.discard", "asset", asset));
}

Async<Result<void>> remove_parts(Uploads& uploads, Upload upload) {
    if (upload.multipart_id.empty()) co_return ok();
    const ObjectAddress object{upload.bucket, upload.storage_key};
    co_return co_await uploads.objects.abort_multipart(object, upload.multipart_id);
}

}  // namespace

Async<Result<void>> abort_upload(Uploads& uploads, Caller caller, AssetId asset, AbandonedAsset abandoned) {
    CO_TRY(co_await asset_for(uploads.database, caller, asset, Right::Edit));
    const auto upload = CO_TRY(co_await find_upload_of(uploads.database, asset));
    // Of one that is being completed the database decides: a claim that ran out belongs to nobody any more. Should its
    // holder be slow instead of dead, then its record is refused; what the store has put together meanwhile lies at a
    // key whose ledger row says `deleted`, as with everything else that is to go.
    if (upload.status == UploadStatus::Open || upload.status == UploadStatus::Completing) {
        CO_TRY(co_await record(uploads, caller, upload));
    } else if (upload.status != UploadStatus::Aborted) {
        co_return fail(ErrorKind::Conflict, fmt::format("the upload is {}", name_of(upload.status)));
    }
    // The asset last: in the trash it is no more found by who repeats this because the store did not answer.
    CO_TRY(co_await remove_parts(uploads, upload));
    if (abandoned == AbandonedAsset::Keep) co_return ok();
    const auto work = [&](Transaction& tx) { return discard(tx, caller, asset); };
    co_return co_await in_transaction(uploads.database, work);
}

}  // namespace acervo
