#include <fmt/format.h>

#include "app/reconcile/mending.hpp"
#include "app/uploads/upload_end.hpp"
#include "store/uploads/uploads.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;

constexpr int kBatch = 200;
constexpr auto kLease = 15s;

AuditEntry line_of(std::string action, const Upload& upload) {
    return {std::nullopt, std::move(action), "asset", upload.asset_id.to_string(), "", R"({"by": "reconciler"})"};
}

/// Whether the store has the whole object: then somebody's list of parts was found right, and put together.
Async<Result<std::optional<ObjectInfo>>> whole_object(ObjectStore& objects, Upload upload) {
    const ObjectAddress object{upload.bucket, upload.storage_key};
    auto found = co_await objects.head(object);
    if (found && found->size == upload.plan.file_size()) co_return *std::move(found);
    if (!found && found.error().kind() != ErrorKind::NotFound) co_return fail(found.error());
    co_return std::nullopt;
}

Async<Result<void>> write_expired(Transaction& tx, CompletionClaim claim, Upload upload) {
    CO_TRY(co_await mark_upload_expired(tx, claim));
    auto line = line_of("upload.expire", upload);
    co_return co_await write_upload_given_up(tx, std::move(upload), "expired", std::move(line));
}

Async<Result<void>> adopt(Database& database, Upload upload, ObjectInfo object) {
    const auto line = line_of("upload.adopt", upload);
    const auto work = [&](Transaction& tx) { return write_upload_completed(tx, upload, object, line); };
    co_return co_await in_transaction(database, work);
}

/// With the claim, so that no caller completes it at the same time; nothing when one does.
Async<Result<std::optional<FindingKind>>> end(Reconciler& reconciler, LeftUpload left) {
    const auto& upload = left.upload;
    const auto claim = CO_TRY(co_await claim_completion(reconciler.database, upload.id, kLease));
    if (!claim) co_return std::nullopt;
    if (const auto object = CO_TRY(co_await whole_object(reconciler.objects, upload))) {
        CO_TRY(co_await adopt(reconciler.database, upload, *object));
        co_return FindingKind::DeadCompletion;
    }
    const auto work = [&](Transaction& tx) { return write_expired(tx, *claim, upload); };
    CO_TRY(co_await in_transaction(reconciler.database, work));
    if (!upload.multipart_id.empty()) {
        const ObjectAddress object{upload.bucket, upload.storage_key};
        CO_TRY(co_await reconciler.objects.abort_multipart(object, upload.multipart_id));
    }
    co_return FindingKind::ExpiredUpload;
}

Async<Result<void>> look_at(Reconciler& reconciler, LeftUpload left, Reconciliation* into) {
    const auto& upload = left.upload;
    const bool whole = CO_TRY(co_await whole_object(reconciler.objects, upload)).has_value();
    // A completer may be slow instead of dead: until the object is there or the time is over nobody is in its way.
    if (!whole && !left.expired) co_return ok();
    Finding finding{.kind = whole ? FindingKind::DeadCompletion : FindingKind::ExpiredUpload,
                    .object = {upload.bucket, upload.storage_key},
                    .detail = fmt::format("upload {}", upload.id.to_string())};
    if (!whole && !upload.multipart_id.empty()) {
        finding.bytes = co_await bytes_of_parts(reconciler.objects, finding.object, upload.multipart_id);
    }
    std::optional<Result<void>> mended;
    if (reconciler.rules.repair) {
        const auto ended = co_await end(reconciler, left);
        if (ended && !*ended) co_return ok();
        if (ended) finding.kind = **ended;
        mended = ended ? Result<void>{} : Result<void>{fail(ended.error())};
    }
    settle(reconciler, std::move(finding), mended, into);
    co_return ok();
}

}  // namespace

Async<std::uint64_t> bytes_of_parts(ObjectStore& objects, ObjectAddress object, std::string multipart_id) {
    std::uint64_t sum = 0;
    for (int after = 0;;) {
        const auto page = co_await objects.list_parts(object, multipart_id, after);
        if (!page) co_return sum;
        for (const auto& part : page->parts) sum += part.size;
        if (page->next == 0) co_return sum;
        after = page->next;
    }
}

Async<Result<void>> settle_uploads(Reconciler& reconciler, Reconciliation* into) {
    for (std::optional<UploadId> after;;) {
        auto left = CO_TRY(co_await list_left_uploads(reconciler.database, after, kBatch));
        if (left.empty()) co_return ok();
        after = left.back().upload.id;
        for (auto& one : left) CO_TRY(co_await look_at(reconciler, std::move(one), into));
    }
}

}  // namespace acervo
