#include "app/catalogue/catalogue.hpp"

#include <fmt/format.h>

#include <limits>

#include "app/access/access.hpp"
#include "app/catalogue/asset_cursor.hpp"
#include "store/audit/audit.hpp"

namespace acervo {
namespace {

constexpr std::int32_t kWhateverSize = std::numeric_limits<std::int32_t>::max();

ShownAsset shown_of(SeenAsset seen, std::string technical_metadata) {
    return {.asset = std::move(seen.asset), .rights = seen.rights, .technical_metadata = std::move(technical_metadata)};
}

}  // namespace

Async<Result<void>> check_filter_collection(Database& database, Caller caller, CollectionId collection) {
    const auto seen = co_await collection_for(database, std::move(caller), collection, Right::View);
    if (seen) co_return ok();
    if (seen.error().kind() != ErrorKind::NotFound) co_return fail(seen.error());
    Error unknown{ErrorKind::InvalidInput, seen.error().message()};
    co_return fail(std::move(unknown).with_fields({{"collection_id", seen.error().message()}}));
}

Async<Result<ShownAsset>> show_asset(Catalogue& catalogue, Caller caller, AssetId asset) {
    co_return co_await show_asset(catalogue.database, catalogue.documents, std::move(caller), asset);
}

Async<Result<ShownAsset>> show_asset(Database& database, DocumentCache* documents, Caller caller, AssetId asset) {
    const auto from_bytes = documents == nullptr ? kWhateverSize : documents->from_bytes();
    auto head = CO_TRY(co_await find_asset_head_seen_by(database, caller.principal, asset, from_bytes));
    if (head.lacks_document) {
        if (auto document = co_await documents->find(asset, edition_of(head.seen.asset))) {
            head.seen.asset.editorial_metadata = *std::move(document);
        } else {
            // All of it once more, not the document alone: that may be of a later edit by now.
            head.seen = CO_TRY(co_await find_asset_or_trash_seen_by(database, std::move(caller.principal), asset));
            const auto& whole = head.seen.asset;
            // Not kept is not lost.
            static_cast<void>(co_await documents->keep(asset, edition_of(whole), whole.editorial_metadata));
        }
    }
    co_return shown_of(std::move(head.seen), std::move(head.technical_metadata));
}

Async<Result<AssetPage>> list_asset_page(Catalogue& catalogue, Caller caller, AssetQuery query) {
    if (query.shelf == AssetShelf::Trash && !may_restore(caller.principal)) {
        co_return fail(ErrorKind::Forbidden, "asset.trash is needed");
    }
    if (query.filter.collection) {
        CO_TRY(co_await check_filter_collection(catalogue.database, caller, *query.filter.collection));
    }
    AssetListing listing{.filter = std::move(query.filter),
                         .sha256 = std::move(query.sha256),
                         .shelf = query.shelf,
                         .sort = query.sort,
                         .after = {},
                         .limit = query.limit + 1};
    if (query.cursor) listing.after = CO_TRY(read_asset_cursor(*query.cursor, query.sort));
    // One more than asked for tells whether there is a next page.
    auto found = CO_TRY(co_await list_assets_seen_by(catalogue.database, caller.principal, std::move(listing)));
    AssetPage page;
    if (found.size() > static_cast<std::size_t>(query.limit)) {
        found.pop_back();
        page.next = write_asset_cursor(found.back().position, query.sort);
    }
    page.assets.reserve(found.size());
    for (auto& one : found) page.assets.push_back(std::move(one.asset));
    co_return page;
}

Async<Result<MasterDownload>> download_master(Catalogue& catalogue, Caller caller, AssetId id) {
    const auto asset = CO_TRY(co_await asset_for(catalogue.database, caller, id, Right::DownloadMaster));
    if (asset.status == AssetStatus::Uploading)
        co_return fail(ErrorKind::Conflict, "the master is still being uploaded");
    const ObjectAddress object{catalogue.rules.archive_bucket, asset.master_storage_key};
    if (asset.status == AssetStatus::Failed) CO_TRY(co_await catalogue.objects.head(object));

    AuditEntry entry{caller.principal.user, "asset.download_master", "asset", id.to_string(), caller.request_id};
    CO_TRY(co_await append_audit(catalogue.database, std::move(entry)));
    PresignOptions options;
    options.expires = catalogue.rules.address_lifetime;
    options.content_disposition = content_disposition(asset.original_filename);
    co_return MasterDownload{.url = catalogue.objects.presign_get(object, options),
                             .expires_at = catalogue.clock.now() + options.expires,
                             .filename = asset.original_filename,
                             .size = asset.file_size_bytes,
                             .hash = asset.content_hash};
}

std::string content_disposition(std::string_view filename) {
    std::string plain;
    std::string extended;
    for (const char c : filename) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        const bool printable = byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\' && c != '%' && c != '/';
        plain += printable ? c : '_';
        // attr-char of RFC 8187 §3.2.1
        if (letter || (c != '\0' && std::string_view{"!#$&+-.^_`|~"}.find(c) != std::string_view::npos)) {
            extended += c;
        } else {
            extended += fmt::format("%{:02X}", byte);
        }
    }
    return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", plain, extended);
}

}  // namespace acervo
