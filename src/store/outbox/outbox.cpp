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
constexpr Statement kEvent{"events.insert", "INSERT INTO events (type, asset_id) VALUES ($1, $2)"};
constexpr Statement kEvents{"events.insert_many", "INSERT INTO events (type, asset_id) SELECT $1, unnest($2::uuid[])"};

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

Async<Result<void>> add_event(Transaction& tx, std::string type, AssetId asset) {
    CO_TRY(co_await tx.execute(kEvent, std::move(type), asset));
    co_return ok();
}

Async<Result<void>> add_events(Transaction& tx, std::string type, std::vector<AssetId> assets) {
    CO_TRY(co_await tx.execute(kEvents, std::move(type), assets));
    co_return ok();
}

}  // namespace acervo
