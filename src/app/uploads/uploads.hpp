#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/byte_source.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "domain/asset/master_format.hpp"
#include "domain/identity/user.hpp"
#include "domain/upload/upload.hpp"
#include "ports/object_store.hpp"
#include "store/database.hpp"
#include "store/idempotency/idempotency.hpp"

namespace acervo {

struct UploadRules {
    std::string archive_bucket{"dam-archive"};
    /// How long a presigned address may be used.
    std::chrono::seconds address_lifetime{std::chrono::minutes{15}};
    /// Addresses in one answer, at most.
    int batch{100};
    /// What is taken at all.
    MasterFormats formats;
    /// The largest file that may come through the API itself.
    std::uint64_t largest_direct{std::uint64_t{64} << 20};
};

/// What the functions of this folder work with; one per thread.
struct Uploads {
    Database& database;
    ObjectStore& objects;
    const Clock& clock;
    UploadRules rules;
};

struct OpenUpload {
    std::string filename;
    std::uint64_t size{0};
    std::string mime_type;
    std::string title;
    std::string description;
    std::optional<std::string> external_id;
    std::optional<ContentHash> sha256;
    std::optional<CollectionId> collection;
    Priority priority{Priority::Normal};
    /// A new asset even where one with these bytes can be seen.
    bool force{false};
};

struct PartAddress {
    int part_number{0};
    std::string url;
    Timestamp expires_at;
};

struct OpenedUpload {
    Upload upload;
    std::vector<PartAddress> parts;
    /// The part number after which the next batch begins; nothing when all parts are here.
    std::optional<int> next_parts;
    /// Nothing is to be sent: it is the upload of an asset that has these bytes already.
    bool existing{false};
};

/// Creates the asset `uploading` and a multipart upload for its master. The rows are committed before the store is
/// asked (rule 1 of ARCHITECTURE.md), so that a crash in between leaves a row to clean up and never bytes without a
/// row. UnsupportedType, InvalidInput, TooLarge for a file that cannot be a master; Conflict when the external id is
/// taken; InvalidInput for a collection that the caller does not see, Forbidden for one where the caller may not edit.
/// With an idempotency key a repeated call answers the upload of the first, with fresh addresses; IdempotencyMismatch
/// when the key came with another request. With a hash of the content that an asset has which the caller may see, that
/// asset's upload is the answer and nothing is created, unless `force` is set.
Async<Result<OpenedUpload>> open_upload(Uploads& uploads, Caller caller, OpenUpload request,
                                        std::optional<IdempotencyKey> key);

struct OpenVersion {
    std::string filename;
    std::uint64_t size{0};
    std::string mime_type;
    std::optional<ContentHash> sha256;
    /// Also where the asset has had a master with these bytes.
    bool force{false};
};

/// Opens the upload of a new master of `asset`, which stays as it is until that is complete. UnsupportedType for a file
/// of another type than the asset's; Conflict while another upload of the asset is open, the asset is archived, or has
/// had a master with this hash; NotFound and Forbidden as `asset_for` with `Edit`. The key works as in `open_upload`.
Async<Result<OpenedUpload>> open_version(Uploads& uploads, Caller caller, AssetId asset, OpenVersion request,
                                         std::optional<IdempotencyKey> key);

struct UploadState {
    Upload upload;
    /// What the store has, in the range walked.
    std::vector<UploadedPart> stored;
    /// Fresh addresses for parts that are missing there; none when the upload is no longer open.
    std::vector<PartAddress> missing;
    /// The part number at which the walk ended before the last part.
    std::optional<int> next;
};

/// Walks the parts after number `after` until the last one, `limit` missing ones or a thousand stored ones.
/// NotFound when the asset has no upload. This and what follows need `Edit` on the asset, see `asset_for`.
struct UploadRange {
    int after{0};
    int limit{0};
};
Async<Result<UploadState>> find_upload_state(Uploads& uploads, Caller caller, AssetId asset, UploadRange range);

struct CompletedUpload {
    AssetId asset_id;
    std::string workflow_id;
    AssetStatus status{AssetStatus::Processing};
};

struct Completion {
    /// In any order.
    std::vector<UploadedPart> parts;
    /// Of the file, when the client says it only now.
    std::optional<ContentHash> sha256;
};

/// Checks the parts with the store, puts them together and hands the asset over to ingest. Of many callers at once one
/// does the work and the others wait for its answer; repeated later it answers the same. InvalidInput when the parts
/// are not those the store has, with the part named, and when the hash is not the one that was declared before, or that
/// it was completed without; Conflict when the upload was aborted; Unavailable when it takes too long.
Async<Result<CompletedUpload>> complete_upload(Uploads& uploads, Caller caller, AssetId asset, Completion completion);

/// Takes the whole file as one stream, sends it on to the store in parts and completes the upload; its memory does not
/// grow with the file. TooLarge when the upload is larger than `largest_direct`; InvalidInput when the body has another
/// size than the upload was opened for; Conflict when the upload is over. May be repeated.
Async<Result<CompletedUpload>> receive_content(Uploads& uploads, Caller caller, AssetId asset,
                                               std::unique_ptr<ByteSource> body);

/// Ends an upload that is not complete; its asset becomes `failed`. Not an error when it was aborted before; Conflict
/// when it is complete or being completed. A completion whose caller died stands in the way for 15 s at most. With
/// `Discard` an asset that never had a master goes into the trash, and its external id is free again.
Async<Result<void>> abort_upload(Uploads& uploads, Caller caller, AssetId asset, AbandonedAsset abandoned);

}  // namespace acervo
