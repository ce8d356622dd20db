#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/access/access.hpp"
#include "app/access/audited.hpp"
#include "app/uploads/upload_end.hpp"
#include "app/uploads/uploads.hpp"
#include "core/sleep.hpp"
#include "store/outbox/outbox.hpp"
#include "store/uploads/uploads.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;

// A claim that ran out belongs to a caller that died, or to one whose store is slow: a second CompleteMultipartUpload
// does no harm, and of two records the database takes one.
constexpr auto kLease = 15s;
constexpr auto kLongestWait = 20s;
constexpr auto kPoll = 50ms;

CompletedUpload answer_of(const Upload& upload) {
    return CompletedUpload{.asset_id = upload.asset_id,
                           .workflow_id = first_ingest_workflow_id(upload.asset_id, upload.id),
                           .status = AssetStatus::Processing};
}

FieldError at_part(std::size_t index, std::string detail) {
    return FieldError{fmt::format("/parts/{}", index), std::move(detail)};
}

/// What is wrong with the caller's list, beside the plan and what the store has.
std::vector<FieldError> compare(const Upload& upload, const std::vector<UploadedPart>& given,
                                const std::map<int, UploadedPart>& stored) {
    std::vector<FieldError> errors;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const int number = static_cast<int>(i) + 1;
        const auto found = stored.find(given[i].part_number);
        if (given[i].part_number != number) {
            errors.push_back(at_part(i, fmt::format("part {} is expected here", number)));
        } else if (found == stored.end()) {
            errors.push_back(at_part(i, fmt::format("part {} has not arrived", number)));
        } else if (found->second.etag != given[i].etag) {
            errors.push_back(at_part(i, fmt::format("the store has other bytes for part {}", number)));
        } else if (found->second.size != upload.plan.size_of(number)) {
            errors.push_back(at_part(i, fmt::format("part {} has {} bytes instead of {}", number, found->second.size,
                                                    upload.plan.size_of(number))));
        }
    }
    if (given.size() != static_cast<std::size_t>(upload.plan.part_count())) {
        errors.push_back({"/parts", fmt::format("{} parts are expected", upload.plan.part_count())});
    }
    return errors;
}

Async<Result<std::map<int, UploadedPart>>> parts_in_store(Uploads& uploads, ObjectAddress object,
                                                          std::string multipart_id) {
    std::map<int, UploadedPart> parts;
    for (int after = 0;;) {
        const auto page = CO_TRY(co_await uploads.objects.list_parts(object, multipart_id, after));
        for (const auto& part : page.parts) parts.emplace(part.part_number, part);
        if (page.next == 0) co_return parts;
        after = page.next;
    }
}

/// What was declared first counts: the key of the object, or an answer to somebody, may rest on it.
Result<void> check_hash(const Upload& upload, const std::optional<ContentHash>& given) {
    if (!given || given == upload.declared) return ok();
    if (!upload.declared && upload.status != UploadStatus::Completed) return ok();
    const auto* const detail =
        upload.declared ? "another one was declared for this upload before" : "the upload was completed without one";
    return fail(Error{ErrorKind::InvalidInput, "the sha256 cannot be declared"}.with_fields({{"/sha256", detail}}));
}

/// The object at its key, put together now or, by a caller who died before it could tell, earlier.
Async<Result<ObjectInfo>> assemble(Uploads& uploads, Upload upload, std::vector<UploadedPart> given) {
    const ObjectAddress object{upload.bucket, upload.storage_key};
    const auto stored = co_await parts_in_store(uploads, object, upload.multipart_id);
    if (!stored && stored.error().kind() == ErrorKind::NotFound) co_return co_await uploads.objects.head(object);
    if (!stored) co_return fail(stored.error());
    if (auto errors = compare(upload, given, *stored); !errors.empty()) {
        Error error{ErrorKind::InvalidInput, "the parts are not those that were uploaded"};
        co_return fail(std::move(error).with_fields(std::move(errors)));
    }
    co_return co_await uploads.objects.complete_multipart(object, upload.multipart_id, std::move(given));
}

Async<Result<void>> record(Uploads& uploads, Caller caller, Upload upload, ObjectInfo object) {
    const auto line = audit_line(caller, "upload.complete", "asset", upload.asset_id);
    const auto work = [&](Transaction& tx) { return write_upload_completed(tx, upload, object, line); };
    co_return co_await in_transaction(uploads.database, work);
}

/// The claim when the work is ours; nothing when somebody else has done it meanwhile.
Async<Result<std::optional<CompletionClaim>>> claim_or_wait(Uploads& uploads, Upload upload,
                                                            std::optional<ContentHash> declared) {
    for (auto waited = 0ms; waited < kLongestWait; waited += kPoll) {
        const auto claim = CO_TRY(co_await claim_completion(uploads.database, upload.id, kLease, declared));
        if (claim) co_return claim;
        upload = CO_TRY(co_await find_upload(uploads.database, upload.id));
        CO_TRY(check_hash(upload, declared));
        if (upload.status == UploadStatus::Completed) co_return std::nullopt;
        if (upload.status != UploadStatus::Open && upload.status != UploadStatus::Completing) {
            co_return fail(ErrorKind::Conflict, fmt::format("the upload is {}", name_of(upload.status)));
        }
        co_await sleep_for(kPoll);
    }
    constexpr auto kBusy = "the upload is being completed by another call";
    Error busy{ErrorKind::Unavailable, kBusy};
    co_return fail(std::move(busy).with_public_message(kBusy).with_retry_after(5s));
}

}  // namespace

Async<Result<CompletedUpload>> complete_upload(Uploads& uploads, Caller caller, AssetId asset, Completion completion) {
    CO_TRY(co_await asset_for(uploads.database, caller, asset, Right::Edit));
    const auto upload = CO_TRY(co_await find_upload_of(uploads.database, asset));
    CO_TRY(check_hash(upload, completion.sha256));
    if (upload.status == UploadStatus::Completed) co_return answer_of(upload);
    std::ranges::sort(completion.parts, {}, &UploadedPart::part_number);
    const auto claim = CO_TRY(co_await claim_or_wait(uploads, upload, completion.sha256));
    if (!claim) co_return answer_of(upload);

    // The store first: once the row says completed, the object must be there (rule 2 of ARCHITECTURE.md).
    const auto object = co_await assemble(uploads, upload, std::move(completion.parts));
    if (!object) {
        // Without the release the next try would wait for the lease to run out; that is all its failure costs.
        (void)co_await release_completion(uploads.database, *claim);
        co_return fail(object.error());
    }
    if (object->size != upload.plan.file_size()) {
        co_return fail(ErrorKind::Internal, fmt::format("the store put together {} bytes instead of {}", object->size,
                                                        upload.plan.file_size()));
    }
    const auto recorded = co_await record(uploads, caller, upload, *object);
    if (!recorded && recorded.error().kind() == ErrorKind::Conflict) {
        // Our claim ran out and another caller has recorded the same object, or the upload was taken back meanwhile.
        const auto now = CO_TRY(co_await find_upload(uploads.database, upload.id));
        if (now.status == UploadStatus::Completed) co_return answer_of(upload);
    }
    if (!recorded) co_return fail(recorded.error());
    co_return answer_of(upload);
}

}  // namespace acervo
