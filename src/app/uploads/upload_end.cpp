#include "app/uploads/upload_end.hpp"

#include "store/assets/assets.hpp"
#include "store/outbox/outbox.hpp"
#include "store/storage_objects/storage_objects.hpp"
#include "store/uploads/uploads.hpp"
#include "store/uploads/versions.hpp"

namespace acervo {

Async<Result<void>> write_upload_completed(Transaction& tx, Upload upload, ObjectInfo object, AuditEntry line) {
    const ObjectAddress address{upload.bucket, upload.storage_key};
    CO_TRY(co_await mark_upload_completed(tx, upload.id, object.etag, object.version_id));
    CO_TRY(co_await make_master(tx, upload.id));
    CO_TRY(co_await mark_object_stored(tx, address, object));
    CO_TRY(co_await request_cancel_of_ingests(tx, upload.asset_id));
    CO_TRY(co_await request_ingest(tx, upload.asset_id, upload.id));
    CO_TRY(co_await add_event(tx, "asset.uploaded", upload.asset_id));
    co_return co_await append_audit(tx, std::move(line));
}

Async<Result<void>> write_upload_given_up(Transaction& tx, Upload upload, std::string reason, AuditEntry line) {
    const ObjectAddress object{upload.bucket, upload.storage_key};
    const bool failed = CO_TRY(co_await fail_first_upload(tx, upload.asset_id, std::move(reason)));
    CO_TRY(co_await mark_object_deleted(tx, object));
    if (failed) CO_TRY(co_await add_event(tx, "asset.failed", upload.asset_id));
    co_return co_await append_audit(tx, std::move(line));
}

}  // namespace acervo
