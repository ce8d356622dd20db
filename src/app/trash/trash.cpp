#include "app/trash/trash.hpp"

#include "app/access/access.hpp"
#include "app/access/audited.hpp"
#include "store/assets/trash.hpp"
#include "store/ingest/ingest.hpp"
#include "store/outbox/outbox.hpp"

namespace acervo {
namespace {

using Change = Async<Result<void>> (*)(Transaction&, AssetId);

Async<Result<void>> change_and_tell(Transaction& tx, Change change, AssetId asset, std::string event) {
    CO_TRY(co_await change(tx, asset));
    co_return co_await add_event(tx, std::move(event), asset);
}

Async<Result<void>> trash_and_tell(Transaction& tx, AssetId asset, UserId by) {
    CO_TRY(co_await put_into_trash(tx, asset, by));
    // Nobody waits for what is thrown away.
    CO_TRY(co_await request_cancel_of_all(tx, asset));
    co_return co_await add_event(tx, "asset.trashed", asset);
}

Async<Result<void>> restore_and_tell(Transaction& tx, AssetId asset) {
    CO_TRY(co_await take_out_of_trash(tx, asset));
    if (const auto upload = CO_TRY(co_await resume_ingest(tx, asset))) {
        CO_TRY(co_await request_ingest_again(tx, asset, *upload));
    }
    co_return co_await add_event(tx, "asset.restored", asset);
}

Async<Result<void>> restrict_and_tell(Transaction& tx, AssetId asset, bool restricted) {
    CO_TRY(co_await set_restricted(tx, asset, restricted));
    co_return co_await add_event(tx, restricted ? "asset.restricted" : "asset.unrestricted", asset);
}

Async<Result<void>> purge(Transaction& tx, std::chrono::seconds kept, int limit, int* purged) {
    const auto assets = CO_TRY(co_await purge_trash(tx, kept, limit));
    *purged = static_cast<int>(assets.size());
    co_return ok();
}

}  // namespace

Async<Result<void>> trash_asset(Database& database, Caller caller, AssetId asset) {
    CO_TRY(co_await asset_for(database, caller, asset, Right::Edit));
    auto line = audit_line(caller, "asset.trash", "asset", asset);
    const auto work = [asset, by = caller.principal.user](Transaction& tx) { return trash_and_tell(tx, asset, by); };
    co_return co_await audited(database, std::move(line), work);
}

Async<Result<void>> restore_asset(Database& database, Caller caller, AssetId asset) {
    CO_TRY(co_await asset_or_trash_for(database, caller, asset, Right::Edit));
    auto line = audit_line(caller, "asset.restore", "asset", asset);
    const auto work = [asset](Transaction& tx) { return restore_and_tell(tx, asset); };
    co_return co_await audited(database, std::move(line), work);
}

Async<Result<void>> archive_asset(Database& database, Caller caller, AssetId asset) {
    CO_TRY(co_await asset_for(database, caller, asset, Right::Edit));
    auto line = audit_line(caller, "asset.archive", "asset", asset);
    const auto work = [asset](Transaction& tx) { return change_and_tell(tx, archive, asset, "asset.archived"); };
    co_return co_await audited(database, std::move(line), work);
}

Async<Result<void>> unarchive_asset(Database& database, Caller caller, AssetId asset) {
    CO_TRY(co_await asset_for(database, caller, asset, Right::Edit));
    auto line = audit_line(caller, "asset.unarchive", "asset", asset);
    const auto work = [asset](Transaction& tx) { return change_and_tell(tx, unarchive, asset, "asset.unarchived"); };
    co_return co_await audited(database, std::move(line), work);
}

Async<Result<void>> hold_asset(Database& database, Caller caller, AssetId asset, std::string reason) {
    CO_TRY(co_await asset_or_trash_for(database, caller, asset, Right::Manage));
    auto line = audit_line(caller, "asset.hold", "asset", asset, {{"reason", std::move(reason)}});
    const auto work = [asset](Transaction& tx) { return set_legal_hold(tx, asset, true); };
    co_return co_await audited(database, std::move(line), work);
}

Async<Result<void>> release_asset(Database& database, Caller caller, AssetId asset) {
    CO_TRY(co_await asset_or_trash_for(database, caller, asset, Right::Manage));
    auto line = audit_line(caller, "asset.release", "asset", asset);
    const auto work = [asset](Transaction& tx) { return set_legal_hold(tx, asset, false); };
    co_return co_await audited(database, std::move(line), work);
}

Async<Result<void>> restrict_asset(Database& database, Caller caller, AssetId asset, bool restricted) {
    CO_TRY(co_await asset_for(database, caller, asset, Right::Manage));
    auto line = audit_line(caller, restricted ? "asset.restrict" : "asset.unrestrict", "asset", asset);
    const auto work = [asset, restricted](Transaction& tx) { return restrict_and_tell(tx, asset, restricted); };
    co_return co_await audited(database, std::move(line), work);
}

Async<Result<int>> purge_expired_trash(Database& database, std::chrono::seconds kept, int limit) {
    int purged = 0;
    const auto work = [&purged, kept, limit](Transaction& tx) { return purge(tx, kept, limit, &purged); };
    CO_TRY(co_await in_transaction(database, work));
    co_return purged;
}

}  // namespace acervo
