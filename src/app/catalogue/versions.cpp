#include "app/catalogue/versions.hpp"

#include "app/access/access.hpp"
#include "app/access/audited.hpp"
#include "store/assets/edits.hpp"
#include "store/outbox/outbox.hpp"

namespace acervo {
namespace {

AuditDetails of_version(int number) { return {{"version", std::to_string(number)}}; }

Async<Result<Asset>> restore(Transaction& tx, Caller caller, AssetId id, int number) {
    auto asset = CO_TRY(co_await lock_asset(tx, id));
    const auto version = CO_TRY(co_await find_version(tx, id, number));
    if (version.is_current) co_return asset;
    if (asset.status == AssetStatus::Archived) {
        co_return fail(ErrorKind::Conflict, "the asset is archived: take it out of the archive first");
    }
    CO_TRY(co_await make_master(tx, version.upload));
    CO_TRY(co_await request_cancel_of_ingests(tx, id));
    CO_TRY(co_await request_ingest_again(tx, id, version.upload));
    CO_TRY(co_await add_event(tx, "asset.version_restored", id));
    auto line = audit_line(caller, "version.restore", "asset", id, of_version(number));
    CO_TRY(co_await append_audit(tx, std::move(line)));
    co_return co_await lock_asset(tx, id);
}

}  // namespace

Async<Result<VersionPage>> list_version_page(Catalogue& catalogue, Caller caller, AssetId asset,
                                             std::optional<int> before, int limit) {
    CO_TRY(co_await asset_for(catalogue.database, std::move(caller), asset, Right::View));
    VersionPage page{.versions = CO_TRY(co_await list_versions(catalogue.database, asset, before, limit + 1)),
                     .next = std::nullopt};
    if (page.versions.size() > static_cast<std::size_t>(limit)) {
        page.versions.pop_back();
        page.next = page.versions.back().number;
    }
    co_return page;
}

Async<Result<MasterDownload>> download_version(Catalogue& catalogue, Caller caller, AssetId asset, int number) {
    CO_TRY(co_await asset_for(catalogue.database, caller, asset, Right::DownloadMaster));
    const auto version = CO_TRY(co_await find_version(catalogue.database, asset, number));
    auto line = audit_line(caller, "asset.download_master", "asset", asset, of_version(number));
    CO_TRY(co_await append_audit(catalogue.database, std::move(line)));
    PresignOptions options;
    options.expires = catalogue.rules.address_lifetime;
    options.content_disposition = content_disposition(version.filename);
    const ObjectAddress object{version.bucket, version.storage_key};
    co_return MasterDownload{.url = catalogue.objects.presign_get(object, options),
                             .expires_at = catalogue.clock.now() + options.expires,
                             .filename = version.filename,
                             .size = version.file_size_bytes};
}

Async<Result<Asset>> restore_version(Catalogue& catalogue, Caller caller, AssetId asset, int number) {
    CO_TRY(co_await asset_for(catalogue.database, caller, asset, Right::Edit));
    const auto work = [&](Transaction& tx) { return restore(tx, caller, asset, number); };
    co_return co_await in_transaction(catalogue.database, work);
}

}  // namespace acervo
