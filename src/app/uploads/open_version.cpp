#include <fmt/format.h>

#include "app/access/access.hpp"
#include "app/access/made_once.hpp"
#include "app/uploads/part_addresses.hpp"
#include "app/uploads/uploads.hpp"
#include "domain/asset/object_key.hpp"
#include "store/assets/edits.hpp"
#include "store/storage_objects/storage_objects.hpp"
#include "store/uploads/uploads.hpp"
#include "store/uploads/versions.hpp"

namespace acervo {
namespace {

/// What is asked for, put together before anything is written.
struct Opening {
    Upload upload;
    std::optional<ContentHash> declared;
    bool force{false};
};

Result<void> check_state(const Asset& asset) {
    if (asset.status == AssetStatus::Uploading) {
        return fail(ErrorKind::Conflict, "the first master is still being uploaded");
    }
    if (asset.status == AssetStatus::Archived) {
        return fail(ErrorKind::Conflict, "the asset is archived: take it out of the archive first");
    }
    return ok();
}

Async<Result<void>> check_hash(Transaction& tx, AssetId asset, Opening opening) {
    if (!opening.declared || opening.force) co_return ok();
    const auto same = CO_TRY(co_await find_version_with(tx, asset, *opening.declared, opening.upload.plan.file_size()));
    if (!same) co_return ok();
    co_return fail(ErrorKind::Conflict, fmt::format("version {} of the asset has these bytes", *same));
}

Async<Result<void>> write(Transaction& tx, Opening opening) {
    const auto& upload = opening.upload;
    const auto asset = CO_TRY(co_await lock_asset(tx, upload.asset_id));
    CO_TRY(check_state(asset));
    CO_TRY(co_await check_hash(tx, asset.id, opening));
    const ObjectAddress object{upload.bucket, upload.storage_key};
    CO_TRY(co_await plan_master_object(tx, object, asset.id, opening.declared));
    co_return co_await insert_upload(tx, upload, opening.declared);
}

}  // namespace

Async<Result<OpenedUpload>> open_version(Uploads& uploads, Caller caller, AssetId id, OpenVersion request,
                                         std::optional<IdempotencyKey> key) {
    const auto asset = CO_TRY(co_await asset_for(uploads.database, caller, id, Right::Edit));
    const auto format = CO_TRY(uploads.rules.formats.find(request.filename, request.mime_type));
    if (format.type != asset.type) {
        co_return fail(ErrorKind::UnsupportedType, fmt::format("the asset is of type {}, the file of type {}",
                                                               name_of(asset.type), name_of(format.type)));
    }
    const auto plan = CO_TRY(PartPlan::make(request.size));
    const auto upload_id = UploadId::make();
    Upload upload{.id = upload_id,
                  .asset_id = id,
                  .bucket = uploads.rules.archive_bucket,
                  // Never by its hash: an upload with that hash may have been given up, and a key is used once.
                  .storage_key = master_key(id, upload_id, format.extension),
                  .multipart_id = {},
                  .mime_type = request.mime_type,
                  .plan = plan,
                  .status = UploadStatus::Open,
                  .created_by = caller.principal.user,
                  .created_at = uploads.clock.now(),
                  .original_filename = request.filename};
    const Opening opening{.upload = upload, .declared = request.sha256, .force = request.force};
    Making<UploadId> making{
        .id = upload_id, .line = audit_line(caller, "version.open", "asset", id), .key = std::move(key)};
    const auto insert = [&opening](Transaction& tx) { return write(tx, opening); };
    const auto made = CO_TRY(co_await made_once(uploads.database, std::move(making), insert));
    if (!made.is_new) upload = CO_TRY(co_await find_upload(uploads.database, made.id));
    co_return co_await open_at_store(uploads, std::move(upload));
}

}  // namespace acervo
