#include <fmt/format.h>

#include "http/generated/encode.hpp"
#include "http/generated/parameters.hpp"
#include "http/problem/problem.hpp"
#include "http/routes/endpoint.hpp"
#include "http/routes/routes.hpp"
#include "http/routes/views.hpp"

namespace acervo::http {
namespace {

Async<Response> list_assets_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_list_assets_parameters(request);
    if (!asked) co_return problem(asked.error());
    AssetFilter filter{.types = asked->type, .statuses = asked->status};
    const auto page = co_await list_asset_page(catalogue, std::move(caller), filter, asked->cursor, asked->limit);
    if (!page) co_return problem(page.error());
    co_return json_response(200, encode(view_of(*page)));
}

Async<Response> get_asset_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_get_asset_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto seen = co_await show_asset(catalogue, std::move(caller), asked->asset_id);
    if (!seen) co_return problem(seen.error());
    const auto& asset = seen->asset;
    auto response = json_response(200, encode(view_of(asset)));
    response.headers.set("ETag", fmt::format("\"{}\"", asset.edit_version));
    co_return response;
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
    const auto with = [&catalogue](auto route) {
        return [&catalogue, route](Request request, Caller caller) {
            return route(catalogue, std::move(request), std::move(caller));
        };
    };
    router.add(endpoint(api::kListAssets, identity, with(list_assets_route)));
    router.add(endpoint(api::kGetAsset, identity, with(get_asset_route)));
    router.add(endpoint(api::kGetDownload, identity, with(get_download_route)));
}

}  // namespace acervo::http
