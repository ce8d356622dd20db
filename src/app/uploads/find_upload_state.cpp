#include <map>

#include "app/access/access.hpp"
#include "app/uploads/part_addresses.hpp"
#include "app/uploads/uploads.hpp"
#include "store/uploads/uploads.hpp"

namespace acervo {
namespace {

// What one answer of the store holds at most.
constexpr std::size_t kMostStored = 1000;

Async<Result<std::map<int, UploadedPart>>> stored_parts(Uploads& uploads, Upload upload, int after) {
    std::map<int, UploadedPart> parts;
    const ObjectAddress object{upload.bucket, upload.storage_key};
    const auto listing = CO_TRY(co_await uploads.objects.list_parts(object, upload.multipart_id, after));
    for (const auto& part : listing.parts) {
        if (part.size == upload.plan.size_of(part.part_number)) parts.emplace(part.part_number, part);
    }
    co_return parts;
}

}  // namespace

Async<Result<std::string>> multipart_at_store(Uploads& uploads, Upload upload) {
    if (!upload.multipart_id.empty()) co_return upload.multipart_id;
    const ObjectAddress object{upload.bucket, upload.storage_key};
    const auto opened = CO_TRY(co_await uploads.objects.create_multipart(object, upload.mime_type));
    auto kept = CO_TRY(co_await keep_multipart_id(uploads.database, upload.id, opened));
    // Somebody else was faster. Where this fails, the bucket's rule for unfinished uploads removes ours.
    if (kept != opened) (void)co_await uploads.objects.abort_multipart(object, opened);
    co_return kept;
}

PartAddress address_of_part(const Uploads& uploads, const Upload& upload, int part_number) {
    const ObjectAddress object{upload.bucket, upload.storage_key};
    const auto lifetime = uploads.rules.address_lifetime;
    return PartAddress{.part_number = part_number,
                       .url = uploads.objects.presign_part(object, upload.multipart_id, part_number, lifetime),
                       .expires_at = uploads.clock.now() + lifetime};
}

Async<Result<UploadState>> find_upload_state(Uploads& uploads, Caller caller, AssetId asset, UploadRange range) {
    CO_TRY(co_await asset_for(uploads.database, std::move(caller), asset, Right::Edit));
    UploadState state{.upload = CO_TRY(co_await find_upload_of(uploads.database, asset)),
                      .stored = {},
                      .missing = {},
                      .next = std::nullopt};
    auto& upload = state.upload;
    if (upload.status != UploadStatus::Open) co_return state;
    // A program that ended between the row and the store's answer left it unopened there.
    upload.multipart_id = CO_TRY(co_await multipart_at_store(uploads, upload));
    const auto there = CO_TRY(co_await stored_parts(uploads, upload, range.after));
    int part = range.after;
    while (part < upload.plan.part_count() && state.missing.size() < static_cast<std::size_t>(range.limit) &&
           state.stored.size() < kMostStored) {
        ++part;
        const auto found = there.find(part);
        if (found == there.end()) {
            state.missing.push_back(address_of_part(uploads, upload, part));
        } else {
            state.stored.push_back(found->second);
        }
    }
    if (part < upload.plan.part_count()) state.next = part;
    co_return state;
}

}  // namespace acervo
