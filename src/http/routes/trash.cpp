#include "app/trash/trash.hpp"

#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"
#include "http/generated/parameters.hpp"
#include "http/routes/answers.hpp"
#include "http/routes/etag.hpp"
#include "http/routes/routes.hpp"
#include "http/routes/views.hpp"

namespace acervo::http {
namespace {

Async<Response> trash_asset_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_trash_asset_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return done(co_await trash_asset(catalogue.database, std::move(caller), asked->asset_id));
}

Async<Response> restore_asset_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_restore_asset_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto restored = co_await restore_asset(catalogue.database, caller, asked->asset_id);
    if (!restored) co_return problem(restored.error());
    const auto seen = co_await show_asset(catalogue, caller, asked->asset_id);
    if (!seen) co_return problem(seen.error());
    co_return asset_response(seen->asset, seen->technical_metadata);
}

Async<Response> archive_asset_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_archive_asset_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return done(co_await archive_asset(catalogue.database, std::move(caller), asked->asset_id));
}

Async<Response> unarchive_asset_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_unarchive_asset_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return done(co_await unarchive_asset(catalogue.database, std::move(caller), asked->asset_id));
}

Async<Response> restrict_asset_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_restrict_asset_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return done(co_await restrict_asset(catalogue.database, std::move(caller), asked->asset_id, true));
}

Async<Response> unrestrict_asset_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_unrestrict_asset_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return done(co_await restrict_asset(catalogue.database, std::move(caller), asked->asset_id, false));
}

Async<Response> hold_asset_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_hold_asset_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto body = co_await read_body(request, api::kHoldAsset, api::decode_hold_asset);
    if (!body) co_return problem(body.error());
    co_return done(co_await hold_asset(catalogue.database, std::move(caller), asked->asset_id, body->reason));
}

Async<Response> release_asset_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_release_asset_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return done(co_await release_asset(catalogue.database, std::move(caller), asked->asset_id));
}

}  // namespace

void add_trash_routes(Router& router, Identity& identity, Catalogue& catalogue) {
    const auto add = routes_on(router, identity, catalogue);
    add(api::kTrashAsset, trash_asset_route);
    add(api::kRestoreAsset, restore_asset_route);
    add(api::kArchiveAsset, archive_asset_route);
    add(api::kUnarchiveAsset, unarchive_asset_route);
    add(api::kHoldAsset, hold_asset_route);
    add(api::kRestrictAsset, restrict_asset_route);
    add(api::kUnrestrictAsset, unrestrict_asset_route);
    add(api::kReleaseAsset, release_asset_route);
}

}  // namespace acervo::http
