#include "app/catalogue/edit_asset.hpp"
#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"
#include "http/generated/parameters.hpp"
#include "http/problem/problem.hpp"
#include "http/routes/answers.hpp"
#include "http/routes/endpoint.hpp"
#include "http/routes/etag.hpp"
#include "http/routes/routes.hpp"
#include "http/routes/views.hpp"

namespace acervo::http {
namespace {

api::EditPage page(const EditPage& found) {
    api::EditPage view;
    view.edits.reserve(found.edits.size());
    for (const auto& edit : found.edits) {
        view.edits.push_back({.edit_version = edit.edit_version,
                              .title = edit.words.title,
                              .description = edit.words.description,
                              .tags = edit.words.tags,
                              .editorial_metadata = edit.words.editorial_metadata,
                              .edited_by = edit.by,
                              .edited_at = edit.at,
                              .from_file = edit.is_from_file ? std::optional{true} : std::nullopt});
    }
    view.next = found.next;
    return view;
}

Async<Response> list_assets_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_list_assets_parameters(request);
    if (!asked) co_return problem(asked.error());
    std::optional<ContentHash> sha256;
    if (asked->sha256) {
        auto hash = ContentHash::parse(*asked->sha256);
        if (!hash) co_return problem(hash.error());
        sha256 = *std::move(hash);
    }
    AssetQuery query{.filter = {.types = asked->type,
                                .statuses = asked->status,
                                .collection = asked->collection_id,
                                .created_from = asked->created_from,
                                .created_before = asked->created_to,
                                .tag = asked->tag},
                     .sha256 = std::move(sha256),
                     .shelf = asked->shelf,
                     .sort = asked->sort,
                     .cursor = asked->cursor,
                     .limit = asked->limit};
    const auto page = co_await list_asset_page(catalogue, std::move(caller), std::move(query));
    if (!page) co_return problem(page.error());
    co_return json_response(200, encode(view_of(*page)));
}

Async<Response> get_asset_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_get_asset_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto seen = co_await show_asset(catalogue, std::move(caller), asked->asset_id);
    if (!seen) co_return problem(seen.error());
    const auto etag = etag_of(seen->asset);
    if (!is_named(asked->if_none_match, etag)) co_return asset_response(seen->asset, seen->technical_metadata);
    Response unchanged{304};
    unchanged.headers.set("ETag", etag);
    co_return unchanged;
}

Async<Response> edit_asset_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_edit_asset_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto upon = edit_condition(asked->if_match);
    if (!upon) co_return problem(upon.error());
    const auto body = co_await read_body(request, api::kEditAsset, api::decode_edit_asset);
    if (!body) co_return problem(body.error());
    auto patch = patch_from(*body);
    const auto edited = co_await edit_asset(catalogue, std::move(caller), asked->asset_id, *upon, std::move(patch));
    if (!edited) co_return problem(edited.error());
    co_return asset_response(*edited);
}

Async<Response> list_history_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_list_history_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(
        co_await list_edit_page(catalogue, std::move(caller), asked->asset_id, asked->before, asked->limit), page);
}

Async<Response> restore_edit_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_restore_edit_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto upon = edit_condition(asked->if_match);
    if (!upon) co_return problem(upon.error());
    const auto restored =
        co_await restore_edit(catalogue, std::move(caller), asked->asset_id, *upon, asked->edit_version);
    if (!restored) co_return problem(restored.error());
    co_return asset_response(*restored);
}

Async<Response> get_download_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_get_download_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto download = co_await download_master(catalogue, std::move(caller), asked->asset_id);
    if (!download) co_return problem(download.error());
    co_return private_json_response(200, encode(view_of(*download)));
}

}  // namespace

void add_asset_routes(Router& router, Identity& identity, Catalogue& catalogue) {
    const auto add = routes_on(router, identity, catalogue);
    add(api::kListAssets, list_assets_route);
    add(api::kGetAsset, get_asset_route);
    add(api::kEditAsset, edit_asset_route);
    add(api::kListHistory, list_history_route);
    add(api::kRestoreEdit, restore_edit_route);
    add(api::kGetDownload, get_download_route);
}

}  // namespace acervo::http
