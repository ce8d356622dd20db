#include "app/access/access.hpp"

#include <fmt/format.h>

namespace acervo {
namespace {

Result<void> require(Rights rights, Right needed) {
    if (rights.has(needed)) return ok();
    return fail(ErrorKind::Forbidden, fmt::format("the right to {} is needed here", name_of(needed)));
}

}  // namespace

Async<Result<Asset>> asset_for(Database& database, Caller caller, AssetId asset, Right needed) {
    auto seen = CO_TRY(co_await find_asset_seen_by(database, caller.principal, asset));
    CO_TRY(require(seen.rights, needed));
    co_return std::move(seen.asset);
}

Async<Result<Asset>> asset_or_trash_for(Database& database, Caller caller, AssetId asset, Right needed) {
    auto seen = CO_TRY(co_await find_asset_or_trash_seen_by(database, caller.principal, asset));
    CO_TRY(require(seen.rights, needed));
    co_return std::move(seen.asset);
}

Async<Result<Collection>> collection_for(Database& database, Caller caller, CollectionId collection, Right needed) {
    auto seen = CO_TRY(co_await find_collection_seen_by(database, caller.principal, collection));
    CO_TRY(require(seen.rights, needed));
    co_return std::move(seen.collection);
}

}  // namespace acervo
