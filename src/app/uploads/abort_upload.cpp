#include <fmt/format.h>

#include "app/access/access.hpp"
#include "app/access/audited.hpp"
#include "app/uploads/upload_end.hpp"
#include "app/uploads/uploads.hpp"
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

}  // namespace

Async<Result<void>> abort_upload(Uploads& uploads, Caller caller, AssetId asset) {
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
    if (upload.multipart_id.empty()) co_return ok();
    const ObjectAddress object{upload.bucket, upload.storage_key};
    co_return co_await uploads.objects.abort_multipart(object, upload.multipart_id);
}

}  // namespace acervo
