#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/upload/upload.hpp"
#include "store/database.hpp"

namespace acervo {

/// Conflict while another one of the same asset is open.
Async<Result<void>> insert_upload(Transaction& tx, Upload upload, std::optional<ContentHash> declared);

/// Keeps the store's id of the multipart upload, and answers the one that is kept: the first of several.
Async<Result<std::string>> keep_multipart_id(Database& database, UploadId id, std::string multipart_id);

/// The upload of an asset that is open, else its newest; NotFound when it has none.
Async<Result<Upload>> find_upload_of(Database& database, AssetId asset);

/// The one that the asset was made with.
Async<Result<Upload>> find_first_upload_of(Database& database, AssetId asset);

/// The one that has brought its present master, or shall bring the first.
Async<Result<Upload>> find_upload_of_master(Database& database, AssetId asset);

/// NotFound when there is no such upload.
Async<Result<Upload>> find_upload(Database& database, UploadId id);

/// The right to complete an upload, as one caller got it. `until` tells it from every other claim of that upload: a
/// later one always ends later.
struct CompletionClaim {
    UploadId upload;
    /// By the database's clock.
    Timestamp until;
};

/// Takes an open upload for completion until `lease` is over, so that one caller at a time talks to the store; a lease
/// that ran out (its holder died) can be taken over. Nothing when somebody else holds it, or the upload is no longer
/// open. What is `declared` with it stays, whatever becomes of the claim; nothing, too, when another hash was declared
/// before.
Async<Result<std::optional<CompletionClaim>>> claim_completion(Database& database, UploadId id,
                                                               std::chrono::seconds lease,
                                                               std::optional<ContentHash> declared = std::nullopt);

/// Gives a claim back: the upload is open again. Changes nothing when the claim ran out and somebody else has taken
/// the upload: their claim is not ours to give.
Async<Result<void>> release_completion(Database& database, CompletionClaim claim);

/// It is the newest version of its asset's master from then on. Conflict when it is not being completed.
Async<Result<void>> mark_upload_completed(Transaction& tx, UploadId id, std::string etag, std::string version_id);

/// Conflict when it is neither open nor left behind by a completer whose claim ran out.
Async<Result<void>> mark_upload_aborted(Transaction& tx, UploadId id);

/// For who holds the claim; Conflict when it is somebody else's by now.
Async<Result<void>> mark_upload_expired(Transaction& tx, CompletionClaim claim);

/// An upload that nobody works on any more.
struct LeftUpload {
    Upload upload;
    /// Its time is over; else only the one who completed it is gone.
    bool expired{false};
};

/// Open uploads past their time and those whose completer's claim ran out, by id, behind `after`.
Async<Result<std::vector<LeftUpload>>> list_left_uploads(Database& database, std::optional<UploadId> after, int limit);

/// The uploads that fill these keys, in no order.
Async<Result<std::vector<Upload>>> find_uploads_at(Database& database, std::string bucket,
                                                   std::vector<std::string> keys);

}  // namespace acervo
