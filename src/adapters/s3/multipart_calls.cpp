#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "adapters/s3/answers.hpp"
#include "adapters/s3/md5.hpp"
#include "adapters/s3/store_calls.hpp"
#include "adapters/s3/xml.hpp"
#include "core/sleep.hpp"

namespace acervo::s3 {
namespace {

constexpr int kMaxPartNumber = 10'000;

bool is_part_number(int number) { return number >= 1 && number <= kMaxPartNumber; }

/// Stores differ in what they make of a bad list (Ceph takes any order): it is judged here, as the API reference says.
Result<void> check(std::span<const UploadedPart> parts) {
    const bool ascending =
        std::ranges::adjacent_find(parts, std::greater_equal{}, &UploadedPart::part_number) == parts.end();
    const bool complete = std::ranges::all_of(
        parts, [](const UploadedPart& part) { return is_part_number(part.part_number) && !part.etag.empty(); });
    if (parts.empty() || !ascending || !complete) {
        return fail(ErrorKind::InvalidInput,
                    "the parts must be at least one, in ascending order of numbers from 1 to 10000, with their ETags");
    }
    return ok();
}

std::string completion_document(std::span<const UploadedPart> parts) {
    pugi::xml_document document;
    auto root = document.append_child("CompleteMultipartUpload");
    root.append_attribute("xmlns") = "http://s3.amazonaws.com/doc/2006-03-01/";
    for (const auto& part : parts) {
        auto node = root.append_child("Part");
        add_text(node, "PartNumber", std::to_string(part.part_number));
        add_text(node, "ETag", fmt::format("\"{}\"", part.etag));
    }
    return to_text(document);
}

/// 0 when a size is missing.
std::uint64_t total_size(std::span<const UploadedPart> parts) {
    std::uint64_t sum = 0;
    for (const auto& part : parts) {
        if (part.size == 0) return 0;
        sum += part.size;
    }
    return sum;
}

}  // namespace

Async<Result<std::string>> S3ObjectStore::create_multipart(ObjectAddress object, std::string content_type) {
    Call call{.operation = "CreateMultipartUpload",
              .method = Method::Post,
              .object = std::move(object),
              .query = {{"uploads", ""}}};
    if (!content_type.empty()) call.headers.set("Content-Type", std::move(content_type));
    const auto answer = CO_TRY(co_await client_->call(std::move(call)));
    co_return read_upload_id(answer.text);
}

Async<Result<UploadedPart>> S3ObjectStore::upload_part(ObjectAddress object, std::string upload_id, int part_number,
                                                       std::unique_ptr<ByteSource> body) {
    if (!is_part_number(part_number)) {
        co_return fail(ErrorKind::InvalidInput, fmt::format("part number {} is not from 1 to 10000", part_number));
    }
    UploadedPart part{.part_number = part_number, .etag = {}, .size = body->size().value_or(0)};
    Call call{.operation = "UploadPart",
              .method = Method::Put,
              .object = std::move(object),
              .query = {{"partNumber", std::to_string(part_number)}, {"uploadId", std::move(upload_id)}}};
    const auto answer = CO_TRY(co_await upload_checked(std::move(call), std::move(body)));
    part.etag = unquoted(answer.headers.find("ETag").value_or(""));
    co_return part;
}

Async<Result<PartListing>> S3ObjectStore::list_parts(ObjectAddress object, std::string upload_id, int after) {
    Call call{.operation = "ListParts",
              .method = Method::Get,
              .object = std::move(object),
              .query = {{"uploadId", std::move(upload_id)}, {"max-parts", "1000"}}};
    if (after > 0) call.query.emplace_back("part-number-marker", std::to_string(after));
    const auto answer = CO_TRY(co_await client_->call(std::move(call)));
    co_return read_parts(answer.text);
}

Async<Result<ObjectInfo>> S3ObjectStore::complete_multipart(ObjectAddress object, std::string upload_id,
                                                            std::vector<UploadedPart> parts) {
    CO_TRY(check(parts));
    Call call{.operation = "CompleteMultipartUpload",
              .method = Method::Post,
              .object = object,
              .query = {{"uploadId", upload_id}},
              .headers = {},
              .document = completion_document(parts),
              .timeout = client_->options().completion_timeout};
    call.headers.set("Content-Type", "application/xml");
    const Completion wanted{.object = std::move(object),
                            .upload_id = std::move(upload_id),
                            .etag = client_->options().etag_is_md5 ? multipart_etag(parts) : std::nullopt,
                            .size = total_size(parts)};
    for (Backoff backoff{client_->options().retry};;) {
        auto answer = co_await client_->ask_once(call);
        if (answer && answer->accepted()) {
            auto info = CO_TRY(co_await completed(wanted));
            // The version that this completion made; the newest one by now may be another's.
            if (const auto version = answer->headers.find("x-amz-version-id")) info.version_id = *version;
            co_return info;
        }
        auto error = answer ? error_of(*answer, call.what()) : in_call(std::move(answer).error(), call.what());
        if (error.kind() == ErrorKind::InvalidInput) co_return fail(std::move(error));
        // It may have been done all the same: an answer can be lost, and a completion be repeated.
        auto outcome = co_await after_failed_completion(wanted, std::move(error));
        if (outcome) co_return outcome;
        const auto wait = client_->wait_before_next(backoff, outcome.error());
        if (!wait) co_return outcome;
        co_await sleep_for(*wait);
    }
}

Async<Result<ObjectInfo>> S3ObjectStore::completed(Completion wanted) {
    auto info = CO_TRY(co_await head(wanted.object));
    const bool other_bytes = wanted.etag && info.etag != *wanted.etag;
    const bool other_size = wanted.size > 0 && info.size != wanted.size;
    if (other_bytes || other_size) {
        Error other{ErrorKind::Conflict,
                    fmt::format("{}/{} is there, but not of these parts", wanted.object.bucket, wanted.object.key)};
        co_return fail(std::move(other).with_public_message("what is stored was not made of these parts"));
    }
    co_return info;
}

Async<Result<ObjectInfo>> S3ObjectStore::after_failed_completion(Completion wanted, Error error) {
    // Without anything to compare by, an object under this name proves nothing.
    if (wanted.etag || wanted.size > 0) {
        auto found = co_await completed(wanted);
        if (found) co_return found;
    }
    // Ceph answers 500 for ever when the upload is unknown: only its list of parts tells.
    if (error.kind() == ErrorKind::Unavailable) {
        const auto parts = co_await list_parts(wanted.object, wanted.upload_id, 0);
        // Who may not list the bucket is refused (Internal) what is not there.
        const bool unknown =
            !parts && (parts.error().kind() == ErrorKind::NotFound || parts.error().kind() == ErrorKind::Internal);
        if (unknown) {
            Error gone{ErrorKind::NotFound, parts.error().message()};
            co_return fail(std::move(gone).with_public_message("the object store does not know this upload"));
        }
    }
    co_return fail(std::move(error));
}

Async<Result<void>> S3ObjectStore::abort_multipart(ObjectAddress object, std::string upload_id) {
    Call call{.operation = "AbortMultipartUpload",
              .method = Method::Delete,
              .object = std::move(object),
              .query = {{"uploadId", std::move(upload_id)}}};
    const auto answer = co_await client_->call(std::move(call));
    if (!answer && answer.error().kind() != ErrorKind::NotFound) co_return fail(answer.error());
    co_return ok();
}

Async<Result<MultipartListing>> S3ObjectStore::list_multiparts(ObjectAddress prefix, std::string cursor) {
    const auto [key_marker, upload_marker] = CO_TRY(split_cursor(cursor));
    Call call{.operation = "ListMultipartUploads",
              .method = Method::Get,
              .object = {prefix.bucket, ""},
              .query = {{"uploads", ""}, {"max-uploads", "1000"}}};
    if (!prefix.key.empty()) call.query.emplace_back("prefix", prefix.key);
    if (!key_marker.empty()) call.query.emplace_back("key-marker", key_marker);
    if (!upload_marker.empty()) call.query.emplace_back("upload-id-marker", upload_marker);
    const auto answer = CO_TRY(co_await client_->call(std::move(call)));
    co_return read_multiparts(answer.text);
}

}  // namespace acervo::s3
