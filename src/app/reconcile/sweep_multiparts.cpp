#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/reconcile/mending.hpp"
#include "store/uploads/uploads.hpp"

namespace acervo {
namespace {

using Entry = MultipartListing::Entry;

bool lives(const Upload& upload) {
    return upload.status == UploadStatus::Open || upload.status == UploadStatus::Completing;
}

/// Whether an upload goes on with this one, or was made of it.
bool is_used(const Upload& upload, const Entry& entry) {
    // What a completed upload was made of is never aborted, however long a store goes on listing it: one of them
    // (SeaweedFS, killed between the two steps of a completion) would take the object's bytes along.
    return upload.multipart_id == entry.upload_id && (lives(upload) || upload.status == UploadStatus::Completed);
}

Async<Result<bool>> is_stray(Reconciler& reconciler, Entry entry, std::optional<Upload> upload) {
    if (!upload) co_return entry.initiated&& reconciler.clock.now() - *entry.initiated > reconciler.rules.grace;
    if (is_used(*upload, entry)) co_return false;
    // Nobody could be told of one whose id was not written before its maker died.
    if (!lives(*upload) || !upload->multipart_id.empty() || !reconciler.rules.repair) {
        co_return !lives(*upload) || !upload->multipart_id.empty();
    }
    co_return CO_TRY(co_await keep_multipart_id(reconciler.database, upload->id, entry.upload_id)) != entry.upload_id;
}

Async<Result<void>> look_at(Reconciler& reconciler, std::string bucket, Entry entry, std::optional<Upload> upload,
                            Reconciliation* into) {
    if (!CO_TRY(co_await is_stray(reconciler, entry, upload))) co_return ok();
    Finding finding{.kind = FindingKind::StrayParts,
                    .object = {bucket, entry.key},
                    .detail = fmt::format("multipart upload {}", entry.upload_id)};
    finding.bytes = co_await bytes_of_parts(reconciler.objects, finding.object, entry.upload_id);
    std::optional<Result<void>> mended;
    if (reconciler.rules.repair) {
        mended = co_await reconciler.objects.abort_multipart(finding.object, entry.upload_id);
    }
    settle(reconciler, std::move(finding), mended, into);
    co_return ok();
}

}  // namespace

Async<Result<void>> sweep_multiparts(Reconciler& reconciler, std::string bucket, Reconciliation* into) {
    const ObjectAddress everything{bucket, ""};
    for (std::string cursor;;) {
        auto page = CO_TRY(co_await reconciler.objects.list_multiparts(everything, cursor));
        std::vector<std::string> keys;
        for (const auto& entry : page.entries) keys.push_back(entry.key);
        std::map<std::string, Upload> uploads;
        if (!keys.empty()) {
            auto found = CO_TRY(co_await find_uploads_at(reconciler.database, bucket, std::move(keys)));
            for (auto& one : found) {
                auto key = one.storage_key;
                uploads.emplace(std::move(key), std::move(one));
            }
        }
        for (auto& entry : page.entries) {
            const auto found = uploads.find(entry.key);
            std::optional<Upload> upload;
            if (found != uploads.end()) upload = found->second;
            CO_TRY(co_await look_at(reconciler, bucket, std::move(entry), std::move(upload), into));
        }
        if (page.next.empty()) co_return ok();
        cursor = page.next;
    }
}

}  // namespace acervo
