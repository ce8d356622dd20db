#include "app/access/access.hpp"
#include "app/access/made_once.hpp"
#include "app/uploads/part_addresses.hpp"
#include "app/uploads/uploads.hpp"
#include "domain/asset/object_key.hpp"
#include "store/assets/assets.hpp"
#include "store/assets/duplicates.hpp"
#include "store/audit/audit.hpp"
#include "store/outbox/outbox.hpp"
#include "store/storage_objects/storage_objects.hpp"
#include "store/uploads/uploads.hpp"

namespace acervo {
namespace {

Asset asset_of(const OpenUpload& request, const MasterFormat& format, const Principal& caller, Timestamp now) {
    Asset asset;
    asset.id = AssetId::make();
    asset.external_id = request.external_id;
    asset.type = format.type;
    asset.title = request.title.empty() ? request.filename : request.title;
    asset.description = request.description;
    asset.original_filename = request.filename;
    asset.mime_type = request.mime_type;
    asset.file_size_bytes = request.size;
    asset.content_hash = request.sha256;
    asset.home_collection = request.collection;
    asset.priority = request.priority;
    asset.created_by = caller.user;
    asset.created_at = now;
    asset.updated_at = now;
    return asset;
}

Async<Result<void>> write(Transaction& tx, Asset asset, Upload upload) {
    const ObjectAddress object{upload.bucket, upload.storage_key};
    CO_TRY(co_await insert_asset(tx, asset));
    CO_TRY(co_await plan_master_object(tx, object, asset.id, asset.content_hash));
    CO_TRY(co_await insert_upload(tx, upload, asset.content_hash));
    co_return co_await add_event(tx, "asset.created", asset.id);
}

/// Whether the caller may put an asset where the request says.
Async<Result<void>> check_place(Uploads& uploads, Caller caller, std::optional<CollectionId> place) {
    if (!place) co_return ok();
    const auto found = co_await collection_for(uploads.database, std::move(caller), *place, Right::Edit);
    if (!found && found.error().kind() == ErrorKind::NotFound) {
        Error unknown{ErrorKind::InvalidInput, found.error().message()};
        co_return fail(std::move(unknown).with_fields({{"/collection_id", found.error().message()}}));
    }
    if (!found) co_return fail(found.error());
    co_return ok();
}

/// The upload of an earlier call with the same key, nothing when there was none.
Async<Result<std::optional<Upload>>> find_earlier_upload(Uploads& uploads, std::optional<IdempotencyKey> key) {
    const auto asset = CO_TRY(co_await find_earlier<AssetId>(uploads.database, std::move(key)));
    if (!asset) co_return std::nullopt;
    // Not the newest: that may be of a version.
    co_return CO_TRY(co_await find_first_upload_of(uploads.database, *asset));
}

/// Whether the hash of such an asset can be relied on: ingest has compared it, or it is the caller's own word, who sent
/// this master.
bool is_known(const Asset& asset, const Upload& master, UserId caller) {
    if (asset.status == AssetStatus::Ready || asset.status == AssetStatus::Archived) return true;
    return asset.status == AssetStatus::Processing && master.created_by == caller;
}

/// The upload of an asset with the same bytes that the caller may see. One that may not be seen is passed over without
/// a trace: nobody learns by a hash what others have.
Async<Result<std::optional<OpenedUpload>>> find_existing(Uploads& uploads, Caller caller, OpenUpload request) {
    if (!request.sha256 || request.force) co_return std::nullopt;
    const auto same = CO_TRY(co_await list_assets_with(uploads.database, *request.sha256, request.size));
    for (const auto id : same) {
        const auto asset = co_await asset_for(uploads.database, caller, id, Right::View);
        if (!asset && asset.error().kind() != ErrorKind::NotFound) co_return fail(asset.error());
        if (!asset) continue;
        auto upload = CO_TRY(co_await find_upload_of_master(uploads.database, id));
        if (!is_known(*asset, upload, caller.principal.user)) continue;
        co_return OpenedUpload{.upload = std::move(upload), .parts = {}, .next_parts = std::nullopt, .existing = true};
    }
    co_return std::nullopt;
}

}  // namespace

Async<Result<OpenedUpload>> open_at_store(Uploads& uploads, Upload upload) {
    upload.multipart_id = CO_TRY(co_await multipart_at_store(uploads, upload));
    OpenedUpload opened{.upload = std::move(upload), .parts = {}, .next_parts = std::nullopt, .existing = false};
    const int count = opened.upload.plan.part_count();
    const int last = std::min(count, uploads.rules.batch);
    for (int part = 1; part <= last; ++part) opened.parts.push_back(address_of_part(uploads, opened.upload, part));
    if (last < count) opened.next_parts = last;
    co_return opened;
}

Async<Result<OpenedUpload>> open_upload(Uploads& uploads, Caller caller, OpenUpload request,
                                        std::optional<IdempotencyKey> key) {
    const auto format = CO_TRY(uploads.rules.formats.find(request.filename, request.mime_type));
    const auto plan = CO_TRY(PartPlan::make(request.size));
    if (auto earlier = CO_TRY(co_await find_earlier_upload(uploads, key))) {
        co_return co_await open_at_store(uploads, *std::move(earlier));
    }
    CO_TRY(co_await check_place(uploads, caller, request.collection));
    if (auto existing = CO_TRY(co_await find_existing(uploads, caller, request))) co_return *std::move(existing);

    const auto now = uploads.clock.now();
    auto asset = asset_of(request, format, caller.principal, now);
    const auto id = UploadId::make();
    asset.master_storage_key = request.sha256 ? master_key(asset.id, *request.sha256, format.extension)
                                              : master_key(asset.id, id, format.extension);
    Upload upload{.id = id,
                  .asset_id = asset.id,
                  .bucket = uploads.rules.archive_bucket,
                  .storage_key = asset.master_storage_key,
                  .multipart_id = {},
                  .mime_type = request.mime_type,
                  .plan = plan,
                  .status = UploadStatus::Open,
                  .created_by = caller.principal.user,
                  .created_at = now,
                  .original_filename = request.filename};
    Making<AssetId> making{
        .id = asset.id, .line = audit_line(caller, "upload.open", "asset", asset.id), .key = std::move(key)};
    const auto insert = [&asset, &upload](Transaction& tx) { return write(tx, asset, upload); };
    const auto made = CO_TRY(co_await made_once(uploads.database, std::move(making), insert));
    if (!made.is_new) upload = CO_TRY(co_await find_first_upload_of(uploads.database, made.id));
    co_return co_await open_at_store(uploads, std::move(upload));
}

}  // namespace acervo
