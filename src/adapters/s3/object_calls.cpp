#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "adapters/s3/answers.hpp"
#include "adapters/s3/md5.hpp"
#include "adapters/s3/store_calls.hpp"
#include "core/encoding.hpp"
#include "core/id.hpp"

namespace acervo::s3 {
namespace {

/// "Maximum upload object size in a single PUT operation: 5 GB".
constexpr std::uint64_t kMaxUpload = std::uint64_t{5} << 30;
constexpr int kPartialContent = 206;

std::string header_of(const Headers& headers, std::string_view name) {
    return std::string{headers.find(name).value_or("")};
}

std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t value = 0;
    const auto [stop, error] = std::from_chars(text.begin(), text.end(), value);
    if (error != std::errc{} || stop != text.end()) return std::nullopt;
    return value;
}

ObjectInfo info_of(const Headers& headers) {
    ObjectInfo info;
    info.size = number_in(header_of(headers, "Content-Length")).value_or(0);
    info.etag = unquoted(header_of(headers, "ETag"));
    info.version_id = header_of(headers, "x-amz-version-id");
    info.content_type = header_of(headers, "Content-Type");
    info.last_modified = read_http_time(header_of(headers, "Last-Modified"));
    return info;
}

std::string range_header(const ByteRange& range) {
    return range.last ? fmt::format("bytes={}-{}", range.first, *range.last) : fmt::format("bytes={}-", range.first);
}

/// The object's whole size, from `bytes 5-9/100` (RFC 9110 §14.4); nothing when it is not the part that was asked for.
std::optional<std::uint64_t> size_from_content_range(std::string_view text, const ByteRange& asked) {
    const auto begin = fmt::format("bytes {}-", asked.first);
    const auto slash = text.find('/');
    if (!text.starts_with(begin) || slash == std::string_view::npos) return std::nullopt;
    return number_in(text.substr(slash + 1));
}

Query listing_query(Query own, std::string_view prefix) {
    own.emplace_back("max-keys", "1000");
    if (!prefix.empty()) own.emplace_back("prefix", prefix);
    return own;
}

}  // namespace

Async<Result<Answer>> S3ObjectStore::upload_checked(Call call, std::unique_ptr<ByteSource> body) {
    const auto size = body->size();
    if (!size)
        co_return fail(in_call({ErrorKind::InvalidInput, "the size must be known before it is sent"}, call.what()));
    if (*size > kMaxUpload)
        co_return fail(in_call({ErrorKind::InvalidInput, "more than 5 GiB in one piece"}, call.what()));
    const auto what = call.what();
    const auto digest = std::make_shared<Md5>();
    auto hashed = std::make_unique<HashedSource>(std::move(body), digest);
    auto answer = CO_TRY(co_await client_->upload(std::move(call), std::move(hashed)));
    const auto etag = unquoted(header_of(answer.headers, "ETag"));
    if (client_->options().etag_is_md5 && looks_like_md5(etag) && etag != to_hex(digest->finish())) {
        co_return fail(in_call({ErrorKind::Unavailable, "what the store has is not what was sent"}, what));
    }
    co_return answer;
}

Async<Result<ObjectInfo>> S3ObjectStore::put(ObjectAddress object, std::unique_ptr<ByteSource> body,
                                             std::string content_type) {
    const auto size = body->size().value_or(0);
    Call call{.operation = "PutObject", .method = Method::Put, .object = std::move(object)};
    if (!content_type.empty()) call.headers.set("Content-Type", content_type);
    const auto answer = CO_TRY(co_await upload_checked(std::move(call), std::move(body)));
    auto info = info_of(answer.headers);
    info.size = size;
    info.content_type = std::move(content_type);
    co_return info;
}

Async<Result<ObjectStream>> S3ObjectStore::get(ObjectAddress object, std::optional<ByteRange> range) {
    Call call{.operation = "GetObject", .method = Method::Get, .object = std::move(object)};
    if (range) call.headers.set("Range", range_header(*range));
    const auto what = call.what();
    auto response = CO_TRY(co_await client_->open(std::move(call)));
    ObjectStream stream;
    stream.info = info_of(response.headers);
    if (range) {
        const auto size = size_from_content_range(header_of(response.headers, "Content-Range"), *range);
        if (response.status != kPartialContent || !size) {
            co_return fail(in_call({ErrorKind::Unavailable, "it did not answer with the range asked for"}, what));
        }
        stream.info.size = *size;
    }
    stream.body = std::move(response.body);
    co_return stream;
}

Async<Result<ObjectInfo>> S3ObjectStore::head(ObjectAddress object) {
    Call call{.operation = "HeadObject", .method = Method::Head, .object = std::move(object)};
    const auto answer = CO_TRY(co_await client_->call(std::move(call)));
    co_return info_of(answer.headers);
}

Async<Result<void>> S3ObjectStore::remove(ObjectAddress object, std::string version_id) {
    Call call{.operation = "DeleteObject", .method = Method::Delete, .object = std::move(object)};
    if (!version_id.empty()) call.query.emplace_back("versionId", std::move(version_id));
    const auto answer = co_await client_->call(std::move(call));
    if (!answer && answer.error().kind() != ErrorKind::NotFound) co_return fail(answer.error());
    co_return ok();
}

Async<Result<ObjectListing>> S3ObjectStore::list(ObjectAddress prefix, std::string cursor) {
    Call call{.operation = "ListObjectsV2", .method = Method::Get, .object = {prefix.bucket, ""}};
    call.query = listing_query({{"list-type", "2"}, {"encoding-type", "url"}}, prefix.key);
    if (!cursor.empty()) call.query.emplace_back("continuation-token", std::move(cursor));
    const auto answer = CO_TRY(co_await client_->call(std::move(call)));
    co_return read_listing(answer.text);
}

// Without encoding-type: SeaweedFS does not know it here, and Ceph encodes the keys but not the markers.
Async<Result<ObjectListing>> S3ObjectStore::list_versions(ObjectAddress prefix, std::string cursor) {
    const auto [key_marker, version_marker] = CO_TRY(split_cursor(cursor));
    Call call{.operation = "ListObjectVersions", .method = Method::Get, .object = {prefix.bucket, ""}};
    call.query = listing_query({{"versions", ""}}, prefix.key);
    if (!key_marker.empty()) call.query.emplace_back("key-marker", key_marker);
    if (!version_marker.empty()) call.query.emplace_back("version-id-marker", version_marker);
    const auto answer = CO_TRY(co_await client_->call(std::move(call)));
    co_return read_version_listing(answer.text);
}

std::string S3ObjectStore::presign_get(const ObjectAddress& object, const PresignOptions& options) const {
    Call call{.operation = "GetObject", .method = Method::Get, .object = object};
    const auto add = [&call](const char* name, const std::string& value) {
        if (!value.empty()) call.query.emplace_back(name, value);
    };
    add("response-content-disposition", options.content_disposition);
    add("response-content-type", options.content_type);
    add("versionId", options.version_id);
    return client_->presign(std::move(call), options.expires);
}

std::string S3ObjectStore::presign_part(const ObjectAddress& object, const std::string& upload_id, int part_number,
                                        std::chrono::seconds expires) const {
    return client_->presign({.operation = "UploadPart",
                             .method = Method::Put,
                             .object = object,
                             .query = {{"partNumber", std::to_string(part_number)}, {"uploadId", upload_id}}},
                            expires);
}

// A key that is not there: its answer comes from the disks (Ceph's gateway alone still answers when they are gone), and
// who may not know whether it is there is told so after the signature was accepted.
Async<Result<void>> S3ObjectStore::probe(std::string bucket) {
    Call call{.operation = "GetObject", .method = Method::Get, .object = {bucket, "probe/" + Uuid::make().to_string()}};
    const auto what = call.what();
    const auto answer = CO_TRY(co_await client_->ask_once(std::move(call)));
    if (answer.accepted() || answer.code == "NoSuchKey" || answer.code == "AccessDenied") co_return ok();
    co_return fail(error_of(answer, what));
}

}  // namespace acervo::s3
