#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "domain/rendition/rendition.hpp"
#include "domain/upload/upload.hpp"
#include "ports/object_store.hpp"
#include "store/database.hpp"

namespace acervo {

/// A master on its way to renditions.
struct IngestMaster {
    AssetId asset;
    UploadId upload;
    AssetType type{AssetType::Video};
    AssetStatus status{AssetStatus::Processing};
    Priority priority{Priority::Normal};
    std::string filename;
    std::uint64_t file_size_bytes{0};
    UserId created_by;
    ObjectAddress object;
    /// What the client said; nothing when it did not.
    std::optional<ContentHash> declared;
    /// The asset's master is this one still, and no later ingest was asked for.
    bool is_current{false};
    /// It lies in the trash.
    bool is_trashed{false};
};

/// For the ingest with this workflow id, or, where that is empty, for whoever asks. NotFound when there is no such
/// upload, it is not complete, or the asset was purged.
Async<Result<IngestMaster>> find_ingest_master(Database& database, AssetId asset, UploadId upload, std::string ingest);

/// What an inspection has found out about a master.
struct MasterFacts {
    AssetId asset;
    ObjectAddress object;
    ContentHash hash;
    AssetType type{AssetType::Video};
    /// A JSON object.
    std::string technical_metadata;
    /// What the readers wrote, by their names: a JSON object.
    std::string raw_metadata{"{}"};
};

/// A rendition that an asset shall have.
struct RenditionPlan {
    std::string profile_name;
    int profile_version{1};
    /// The asset is not ready without it.
    bool mandatory{true};
};

/// Keeps the facts, and a row for every rendition of the plan: those that are there stay, those that failed are to be
/// made again under a new revision, and versions of profiles that are not in the plan are waited for no more. Conflict
/// when the master is no longer the asset's, or the asset is not processing.
Async<Result<void>> record_inspection(Transaction& tx, MasterFacts facts, std::vector<RenditionPlan> plan);

/// A rendition that a pass works on.
struct RenditionWork {
    RenditionId id;
    std::string profile_name;
    ProfileMake make;
    RenditionStatus status{RenditionStatus::Pending};
    std::optional<FrameSpan> part{};
};

/// The renditions of these profiles from this master; those that are neither ready nor failed are `processing` from now
/// on. One that was `processing` before is taken over: it has another revision, and so other keys, and whoever made it
/// until now can plan and record nothing any more.
Async<Result<std::vector<RenditionWork>>> begin_renditions(Database& database, AssetId asset, ContentHash master,
                                                           std::vector<std::string> profiles);

/// The same of one that a person asked for. NotFound when there is no such rendition.
Async<Result<RenditionWork>> begin_ordered_rendition(Database& database, RenditionId rendition);

struct PlannedObjects {
    RenditionId rendition;
    /// Under which it was begun.
    int revision{1};
    /// Of a set for the public; else of a single file.
    bool is_for_delivery{false};
    std::string bucket;
    std::vector<std::string> keys;
};
/// Objects that will hold a rendition: rows before bytes. Repeating it changes nothing. Conflict when the rendition is
/// not being made any more, somebody has taken it over, or its asset was thrown away.
Async<Result<void>> plan_rendition_objects(Database& database, PlannedObjects plan);

/// How far it is, for people.
Async<Result<void>> note_progress(Database& database, std::vector<RenditionId> renditions, int percent);

/// A rendition whose objects are all in the store and were verified.
struct StoredRendition {
    RenditionId id;
    /// Under which it was begun.
    int revision{1};
    /// The object to ask for first.
    ObjectAddress object;
    std::string mime_type;
    /// Of all its objects.
    std::int64_t file_size_bytes{0};
    std::optional<int> width{};
    std::optional<int> height{};
    std::optional<std::int64_t> duration_ms{};
    std::optional<int> bitrate_kbps{};
    /// Days without use after which it goes; nothing: never.
    std::optional<int> keep_days{};

    struct Object {
        std::string key;
        std::uint64_t size{0};
        std::string etag;
        std::string sha256;
    };
    std::vector<Object> objects{};
};

/// What was found on the way about the quality of a master, a JSON object: members of `quality` in its asset's
/// technical metadata, as long as it is the asset's. What was found before and is not in it stays.
Async<Result<void>> record_quality(Transaction& tx, AssetId asset, ContentHash master, std::string quality);

/// Conflict when it was not being made, or somebody has taken it over. One that was ordered is shown at once, those of
/// ingest by `make_ready`.
Async<Result<void>> record_made(Transaction& tx, StoredRendition made);

struct LostRenditions {
    UploadId upload;
    /// Empty: all that are not ready.
    std::vector<std::string> profiles{};
    std::string reason;
    /// The workflow id of the ingest that loses them; empty: whoever made them.
    std::string ingest{};
};
/// Renditions of an upload's master that will not come, with what was written for them: the reconciler removes it.
/// Those of other masters of the asset stay as they are, and those of an ingest of the same bytes that came later.
Async<Result<void>> fail_renditions(Transaction& tx, LostRenditions lost);

/// The same of one that a person asked for.
Async<Result<void>> fail_ordered_rendition(Transaction& tx, RenditionId rendition, std::string reason);

/// How the renditions of a master stand.
struct RenditionState {
    std::string profile_name;
    RenditionStatus status{RenditionStatus::Pending};
    bool mandatory{true};
    std::optional<std::string> failure_reason;
    int progress_percent{0};
};
/// With the asset locked until the end of the transaction. Conflict as for `record_inspection`.
Async<Result<std::vector<RenditionState>>> lock_ingest(Transaction& tx, AssetId asset, UploadId upload);

/// The renditions of the asset's present master are those that are shown, and the asset is ready: whether it was not
/// before.
Async<Result<bool>> make_ready(Transaction& tx, AssetId asset);

struct FailedIngest {
    AssetId asset;
    UploadId upload;
    /// `cancelled` becomes a `TrashedError` where the asset lies in the trash.
    std::string reason;
    bool is_parked{false};
    /// As in `LostRenditions`.
    std::string ingest{};
};
/// The asset is failed, when this upload's master is still its own, it was processing, and no later ingest was asked
/// for: whether it was so.
Async<Result<bool>> fail_ingest(Transaction& tx, FailedIngest failed);

/// An asset that failed because it was thrown away is processing again: the upload of its master, or nothing when it
/// did not fail by that.
Async<Result<std::optional<UploadId>>> resume_ingest(Transaction& tx, AssetId asset);

/// How an asset and the renditions of its present master stand.
struct Processing {
    AssetId asset;
    AssetStatus status{AssetStatus::Uploading};
    std::optional<std::string> failure_reason;
    bool parked{false};
    std::optional<std::string> waiting_for;
    std::optional<Timestamp> waiting_since;
    std::vector<RenditionState> renditions{};
};
/// NotFound when there is no such asset. At most 200 renditions.
Async<Result<Processing>> find_processing(Database& database, AssetId asset);

/// A failed asset is processing again.
Async<Result<void>> begin_ingest_again(Transaction& tx, AssetId asset);

/// What the asset waits for, as long as this upload is its master; empty: nothing any more.
Async<Result<void>> note_waiting(Database& database, AssetId asset, UploadId upload, std::string dependency);

}  // namespace acervo
