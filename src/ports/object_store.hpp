#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/byte_source.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"

namespace acervo {

/// Where an object lies. Keys are made by `domain/asset/object_key.hpp`, never of words a user typed.
class ObjectAddress {
public:
    ObjectAddress(std::string bucket_name, std::string object_key)
        : bucket{std::move(bucket_name)}, key{std::move(object_key)} {}

    std::string bucket;
    std::string key;
    friend auto operator<=>(const ObjectAddress&, const ObjectAddress&) = default;
};

/// What the store says of one object. `etag` is without quotes; `version_id` is empty in a bucket without versions.
struct ObjectInfo {
    std::uint64_t size{0};
    std::string etag;
    std::string version_id;
    std::string content_type;
    std::optional<Timestamp> last_modified;
};

/// Bytes `first` to `last`, both included, counted from zero (as RFC 9110 §14.1.2).
struct ByteRange {
    std::uint64_t first{0};
    std::optional<std::uint64_t> last;
};

/// An object that is being read: drop it to stop.
struct ObjectStream {
    ObjectInfo info;
    std::unique_ptr<ByteSource> body;
};

struct ObjectListing {
    struct Entry {
        std::string key;
        std::uint64_t size{0};
        std::string etag;
        /// Only when versions were asked for.
        std::string version_id;
        bool is_latest{true};
        bool is_delete_marker{false};
        std::optional<Timestamp> last_modified;
    };
    std::vector<Entry> entries;
    /// Give it to the next call; empty at the end.
    std::string next;
};

/// One part of a multipart upload. Numbers run from 1 to 10,000.
struct UploadedPart {
    int part_number{0};
    std::string etag;
    std::uint64_t size{0};
};

struct PartListing {
    std::vector<UploadedPart> parts;
    /// The part number to go on after; 0 at the end.
    int next{0};
};

struct MultipartListing {
    struct Entry {
        std::string key;
        std::string upload_id;
        std::optional<Timestamp> initiated;
    };
    std::vector<Entry> entries;
    std::string next;
};

struct PresignOptions {
    std::chrono::seconds expires{std::chrono::minutes{15}};
    /// For GET: what the answer's Content-Disposition and Content-Type shall be. Empty = as stored.
    std::string content_disposition;
    std::string content_type;
    std::string version_id;
};

/// The object storage of the platform (Amazon S3's protocol). One per thread.
/// Errors: NotFound (no such bucket, key, version, upload), InvalidInput (the store refused the parts or the request),
/// PreconditionFailed, Internal (it refuses our credentials), Unavailable (not reachable, 5xx after retries), Timeout.
/// Calls that can be repeated without harm are retried with jitter; a body is never sent twice behind the caller's
/// back.
class ObjectStore {
public:
    virtual ~ObjectStore() = default;

    virtual Async<Result<ObjectInfo>> put(ObjectAddress object, std::unique_ptr<ByteSource> body,
                                          std::string content_type) = 0;
    virtual Async<Result<ObjectStream>> get(ObjectAddress object, std::optional<ByteRange> range) = 0;
    virtual Async<Result<ObjectInfo>> head(ObjectAddress object) = 0;
    /// Removes one version, or, with an empty `version_id`, puts a delete marker (or removes, in a bucket without
    /// versions). Not an error when it is not there.
    virtual Async<Result<void>> remove(ObjectAddress object, std::string version_id) = 0;
    virtual Async<Result<ObjectListing>> list(ObjectAddress prefix, std::string cursor) = 0;
    virtual Async<Result<ObjectListing>> list_versions(ObjectAddress prefix, std::string cursor) = 0;

    /// Answers the upload id.
    virtual Async<Result<std::string>> create_multipart(ObjectAddress object, std::string content_type) = 0;
    virtual Async<Result<UploadedPart>> upload_part(ObjectAddress object, std::string upload_id, int part_number,
                                                    std::unique_ptr<ByteSource> body) = 0;
    virtual Async<Result<PartListing>> list_parts(ObjectAddress object, std::string upload_id, int after) = 0;
    /// NotFound when the upload is unknown: it may have been completed before; ask `head`.
    virtual Async<Result<ObjectInfo>> complete_multipart(ObjectAddress object, std::string upload_id,
                                                         std::vector<UploadedPart> parts) = 0;
    /// Not an error when it is not there.
    virtual Async<Result<void>> abort_multipart(ObjectAddress object, std::string upload_id) = 0;
    virtual Async<Result<MultipartListing>> list_multiparts(ObjectAddress prefix, std::string cursor) = 0;

    /// Addresses that let their holder read one object or write one part, against the public endpoint. No I/O.
    virtual std::string presign_get(const ObjectAddress& object, const PresignOptions& options) const = 0;
    virtual std::string presign_part(const ObjectAddress& object, const std::string& upload_id, int part_number,
                                     std::chrono::seconds expires) const = 0;

    /// For readiness: can the store be reached with these credentials?
    virtual Async<Result<void>> probe(std::string bucket) = 0;
};

/// What one bucket shall look like.
struct BucketRules {
    bool versioning{false};
    /// Days after which unfinished multipart uploads are aborted; 0 = never.
    int abort_multipart_days{7};
    struct Expiry {
        std::string prefix;
        int days{0};
    };
    std::vector<Expiry> expiries;
    /// Also remove delete markers that hide nothing.
    bool expire_delete_markers{false};
    /// Origins that browsers may come from; methods GET, HEAD, PUT; `ETag` is exposed.
    std::vector<std::string> cors_origins;
};

/// What only the bootstrap does, with the store's administrator identity.
class BucketAdministration {
public:
    virtual ~BucketAdministration() = default;
    /// Creates the bucket where it is missing and makes its rules equal to these; repeating it changes nothing.
    virtual Async<Result<void>> ensure_bucket(std::string bucket, BucketRules rules) = 0;
    /// The rules as the store tells them now.
    virtual Async<Result<BucketRules>> rules_of(std::string bucket) = 0;
};

}  // namespace acervo
