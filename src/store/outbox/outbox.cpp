#include "store/outbox/outbox.hpp"

#include <fmt/format.h>

namespace acervo {
namespace {

constexpr Statement kStart{
    "workflow_starts.insert",
    "INSERT INTO workflow_starts (workflow_id, workflow_type, input, asset_id) "
    "VALUES ($1, 'IngestWorkflow', jsonb_build_object('asset_id', $2::uuid, 'upload_id', $3::uuid), $2)"};
constexpr Statement kStartAgain{
    "workflow_starts.insert_again",
    "INSERT INTO workflow_starts (workflow_id, workflow_type, input, asset_id) "
    "SELECT format('ingest:%s:%s:%s', $1::uuid, $2::uuid, count(*) + 1), 'IngestWorkflow', "
    "jsonb_build_object('asset_id', $1::uuid, 'upload_id', $2::uuid), $1::uuid FROM workflow_starts "
    "WHERE asset_id = $1::uuid AND input ->> 'upload_id' = $2::uuid::text"};
constexpr Statement kTranscode{"workflow_starts.insert_transcode",
                               "INSERT INTO workflow_starts (workflow_id, workflow_type, input, asset_id) "
                               "VALUES ($1, 'TranscodeWorkflow', $2::jsonb, $3)"};
constexpr Statement kEvent{"events.insert", "INSERT INTO events (type, asset_id) VALUES ($1, $2)"};
constexpr Statement kEvents{"events.insert_many", "INSERT INTO events (type, asset_id) SELECT $1, unnest($2::uuid[])"};

constexpr Statement kWaiting{
    "workflow_starts.waiting",
    "SELECT s.workflow_id, s.workflow_type, s.task_queue, s.input, s.asset_id, coalesce(a.type, ''), "
    "coalesce(a.original_filename, ''), coalesce(a.file_size_bytes, 0), coalesce(a.created_by::text, ''), "
    "coalesce(a.priority = 'urgent', false) FROM workflow_starts s LEFT JOIN assets a ON a.id = s.asset_id "
    "WHERE s.started_at IS NULL AND s.next_try_at <= now() "
    "ORDER BY coalesce(a.priority = 'urgent', false) DESC, s.created_at, s.workflow_id LIMIT $1"};
constexpr Statement kStarted{
    "workflow_starts.started",
    "UPDATE workflow_starts SET started_at = now(), last_error = NULL WHERE workflow_id = $1 AND started_at IS NULL"};
constexpr Statement kNotStarted{
    "workflow_starts.not_started",
    "UPDATE workflow_starts SET attempts = attempts + 1, last_error = left($2, 2000), "
    "next_try_at = now() + least(interval '5 minutes', interval '1 second' * power(2, least(attempts, 20))) "
    "WHERE workflow_id = $1 AND started_at IS NULL"};
// The newest one: those before it have ended.
constexpr Statement kCancel{
    "workflow_starts.request_cancel",
    "UPDATE workflow_starts SET cancel_requested_at = coalesce(cancel_requested_at, now()) WHERE workflow_id = "
    "(SELECT workflow_id FROM workflow_starts WHERE asset_id = $1 AND workflow_type = 'IngestWorkflow' "
    "ORDER BY created_at DESC, workflow_id DESC LIMIT 1)"};
constexpr Statement kCancelIngests{
    "workflow_starts.request_cancel_of_ingests",
    "UPDATE workflow_starts SET cancel_requested_at = now() WHERE asset_id = $1 AND workflow_type = 'IngestWorkflow' "
    "AND ended_at IS NULL AND cancel_requested_at IS NULL"};
constexpr Statement kCancelAll{"workflow_starts.request_cancel_of_all",
                               "UPDATE workflow_starts SET cancel_requested_at = now() WHERE asset_id = $1 "
                               "AND ended_at IS NULL AND cancel_requested_at IS NULL"};
constexpr Statement kCancelOrdered{
    "workflow_starts.request_cancel_of_ordered",
    "UPDATE workflow_starts SET cancel_requested_at = coalesce(cancel_requested_at, now()) WHERE workflow_id = "
    "(SELECT workflow_id FROM workflow_starts WHERE asset_id = $1 AND input ->> 'rendition_id' = $2::uuid::text "
    "ORDER BY created_at DESC, workflow_id DESC LIMIT 1)"};
constexpr Statement kCancels{"workflow_starts.to_cancel",
                             "SELECT workflow_id FROM workflow_starts WHERE cancel_requested_at IS NOT NULL "
                             "AND cancelled_at IS NULL ORDER BY cancel_requested_at LIMIT $1"};
constexpr Statement kCancelled{"workflow_starts.cancelled",
                               "UPDATE workflow_starts SET cancelled_at = now() WHERE workflow_id = $1"};

constexpr Statement kToCheck{
    "workflow_starts.to_check",
    "SELECT workflow_id FROM workflow_starts WHERE started_at IS NOT NULL AND ended_at IS NULL "
    "AND next_check_at <= now() ORDER BY next_check_at LIMIT $1"};
constexpr Statement kRuns{
    "workflow_starts.runs",
    "UPDATE workflow_starts SET next_check_at = now() + interval '10 minutes' WHERE workflow_id = $1"};
constexpr Statement kEnd{
    "workflow_starts.end",
    "UPDATE workflow_starts s SET ended_at = now(), started_at = coalesce(started_at, now()), cancelled_at = "
    "CASE WHEN cancel_requested_at IS NOT NULL THEN coalesce(cancelled_at, now()) END WHERE workflow_id = $1 "
    "RETURNING s.asset_id, (s.input ->> 'upload_id')::uuid, (s.input ->> 'rendition_id')::uuid, "
    "s.cancel_requested_at IS NOT NULL, NOT EXISTS (SELECT FROM workflow_starts n WHERE n.asset_id = s.asset_id "
    "AND n.workflow_type = s.workflow_type AND n.input ->> 'rendition_id' IS NOT DISTINCT FROM s.input ->> "
    "'rendition_id' AND (n.created_at, n.workflow_id) > (s.created_at, s.workflow_id))"};

WorkflowStart start_of(const Row& row) {
    return {.workflow_id = row.get<std::string>(0),
            .workflow_type = row.get<std::string>(1),
            .task_queue = row.get<std::string>(2),
            .input = row.get<std::string>(3),
            .asset = row.get<std::optional<AssetId>>(4),
            .asset_type = row.get<std::string>(5),
            .filename = row.get<std::string>(6),
            .file_size_bytes = row.get<std::int64_t>(7),
            .user_id = row.get<std::string>(8),
            .urgent = row.get<bool>(9)};
}

}  // namespace

std::string first_ingest_workflow_id(AssetId asset, UploadId upload) {
    return fmt::format("ingest:{}:{}:1", asset.to_string(), upload.to_string());
}

Async<Result<std::string>> request_ingest(Transaction& tx, AssetId asset, UploadId upload) {
    auto id = first_ingest_workflow_id(asset, upload);
    CO_TRY(co_await tx.execute(kStart, id, asset, upload));
    co_return id;
}

Async<Result<void>> request_ingest_again(Transaction& tx, AssetId asset, UploadId upload) {
    CO_TRY(co_await tx.execute(kStartAgain, asset, upload));
    co_return ok();
}

Async<Result<void>> request_transcode(Transaction& tx, std::string workflow_id, AssetId asset, std::string input) {
    CO_TRY(co_await tx.execute(kTranscode, std::move(workflow_id), std::move(input), asset));
    co_return ok();
}

Async<Result<std::vector<WorkflowStart>>> list_workflow_starts(Database& database, int limit) {
    const auto rows = CO_TRY(co_await database.query(kWaiting, limit));
    co_return rows.map(start_of);
}

Async<Result<void>> mark_workflow_started(Database& database, std::string workflow_id) {
    CO_TRY(co_await database.query(kStarted, std::move(workflow_id)));
    co_return ok();
}

Async<Result<void>> note_start_failed(Database& database, std::string workflow_id, std::string error) {
    CO_TRY(co_await database.query(kNotStarted, std::move(workflow_id), std::move(error)));
    co_return ok();
}

Async<Result<bool>> request_cancel(Transaction& tx, AssetId asset) {
    const auto rows = CO_TRY(co_await tx.execute(kCancel, asset));
    co_return rows.affected() > 0;
}

Async<Result<void>> request_cancel_of_ingests(Transaction& tx, AssetId asset) {
    CO_TRY(co_await tx.execute(kCancelIngests, asset));
    co_return ok();
}

Async<Result<void>> request_cancel_of_all(Transaction& tx, AssetId asset) {
    CO_TRY(co_await tx.execute(kCancelAll, asset));
    co_return ok();
}

Async<Result<bool>> request_cancel_of(Transaction& tx, AssetId asset, RenditionId rendition) {
    const auto rows = CO_TRY(co_await tx.execute(kCancelOrdered, asset, rendition));
    co_return rows.affected() > 0;
}

Async<Result<std::vector<std::string>>> list_workflow_cancels(Database& database, int limit) {
    const auto rows = CO_TRY(co_await database.query(kCancels, limit));
    co_return rows.map([](const Row& row) { return row.get<std::string>(0); });
}

Async<Result<void>> mark_workflow_cancelled(Database& database, std::string workflow_id) {
    CO_TRY(co_await database.query(kCancelled, std::move(workflow_id)));
    co_return ok();
}

Async<Result<std::vector<std::string>>> list_workflows_to_check(Database& database, int limit) {
    const auto rows = CO_TRY(co_await database.query(kToCheck, limit));
    co_return rows.map([](const Row& row) { return row.get<std::string>(0); });
}

Async<Result<void>> note_workflow_runs(Database& database, std::string workflow_id) {
    CO_TRY(co_await database.query(kRuns, std::move(workflow_id)));
    co_return ok();
}

Async<Result<EndedWorkflow>> end_workflow(Transaction& tx, std::string workflow_id) {
    const auto rows = CO_TRY(co_await tx.execute(kEnd, std::move(workflow_id)));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "nobody asked for this workflow");
    co_return EndedWorkflow{.asset = rows[0].get<std::optional<AssetId>>(0),
                            .upload = rows[0].get<std::optional<UploadId>>(1),
                            .rendition = rows[0].get<std::optional<RenditionId>>(2),
                            .was_cancelled = rows[0].get<bool>(3),
                            .is_newest = rows[0].get<bool>(4)};
}

Async<Result<void>> add_event(Transaction& tx, std::string type, AssetId asset) {
    CO_TRY(co_await tx.execute(kEvent, std::move(type), asset));
    co_return ok();
}

Async<Result<void>> add_events(Transaction& tx, std::string type, std::vector<AssetId> assets) {
    CO_TRY(co_await tx.execute(kEvents, std::move(type), assets));
    co_return ok();
}

}  // namespace acervo
