#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/rendition/rendition.hpp"
#include "domain/upload/upload.hpp"
#include "store/database.hpp"

namespace acervo {

/// Asks for the ingest of an upload in the transaction of its completion (rule 7 of ARCHITECTURE.md); the answer is the
/// workflow id `ingest:{assetId}:{uploadId}:{attempt}`, with attempt 1.
Async<Result<std::string>> request_ingest(Transaction& tx, AssetId asset, UploadId upload);

/// The workflow id that `request_ingest` gave.
std::string first_ingest_workflow_id(AssetId asset, UploadId upload);

/// The same with the next attempt, for an upload that was ingested before. The asset must be locked.
Async<Result<void>> request_ingest_again(Transaction& tx, AssetId asset, UploadId upload);

/// Asks for one run of TranscodeWorkflow; `input` is its PassOrder as JSON. The id is made of what it makes, so that
/// asking twice starts one.
Async<Result<void>> request_transcode(Transaction& tx, std::string workflow_id, AssetId asset, std::string input);

/// A workflow that a committed change asks for, and what people shall find it by.
struct WorkflowStart {
    std::string workflow_id;
    std::string workflow_type;
    std::string task_queue;
    /// A JSON object.
    std::string input;
    std::optional<AssetId> asset;
    std::string asset_type;
    std::string filename;
    std::int64_t file_size_bytes{0};
    std::string user_id;
    bool urgent{false};
};
/// Those that wait, urgent ones first, each group in the order of their rows.
Async<Result<std::vector<WorkflowStart>>> list_workflow_starts(Database& database, int limit);
Async<Result<void>> mark_workflow_started(Database& database, std::string workflow_id);
/// It is tried again later: after a second, then after twice as long each time, five minutes at most.
Async<Result<void>> note_start_failed(Database& database, std::string workflow_id, std::string error);

/// Workflows that were started and whose end nobody has seen, those first that were not looked at for longest.
Async<Result<std::vector<std::string>>> list_workflows_to_check(Database& database, int limit);
/// It runs: it is looked at again in ten minutes.
Async<Result<void>> note_workflow_runs(Database& database, std::string workflow_id);

/// What a workflow was for that runs no more, and may have been ended before its work was.
struct EndedWorkflow {
    std::optional<AssetId> asset;
    /// Of an ingest.
    std::optional<UploadId> upload;
    /// Of one rendition that a person asked for.
    std::optional<RenditionId> rendition;
    /// A person asked for its end.
    bool was_cancelled{false};
    /// Nothing was asked for after it that would do its work again.
    bool is_newest{false};
};
/// Nobody looks after it any more. NotFound when there is no such row.
Async<Result<EndedWorkflow>> end_workflow(Transaction& tx, std::string workflow_id);

/// Asks for the end of the asset's ingest that is under way: whether there is one.
Async<Result<bool>> request_cancel(Transaction& tx, AssetId asset);
/// Of all its ingests that may be under way: another one takes their place.
Async<Result<void>> request_cancel_of_ingests(Transaction& tx, AssetId asset);
/// Of all its workflows that may be under way.
Async<Result<void>> request_cancel_of_all(Transaction& tx, AssetId asset);
/// The same of one rendition of the asset that a person asked for.
Async<Result<bool>> request_cancel_of(Transaction& tx, AssetId asset, RenditionId rendition);
/// Ids of workflows that shall end and were not told yet, also of those that were not started yet.
Async<Result<std::vector<std::string>>> list_workflow_cancels(Database& database, int limit);
Async<Result<void>> mark_workflow_cancelled(Database& database, std::string workflow_id);

/// Tells the other systems, once it is committed: `type` is a name such as `asset.created`.
Async<Result<void>> add_event(Transaction& tx, std::string type, AssetId asset);
/// The same of each of them.
Async<Result<void>> add_events(Transaction& tx, std::string type, std::vector<AssetId> assets);

}  // namespace acervo
