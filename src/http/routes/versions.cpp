#include "app/catalogue/versions.hpp"

#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"
#include "http/generated/parameters.hpp"
#include "http/routes/answers.hpp"
#include "http/routes/etag.hpp"
#include "http/routes/idempotency_key.hpp"
#include "http/routes/routes.hpp"
#include "http/routes/views.hpp"

namespace acervo::http {
namespace {

api::VersionPage page(const VersionPage& found) {
    api::VersionPage view;
    for (const auto& version : found.versions) {
        auto& shown = view.versions.emplace_back();
        shown.version_number = version.number;
        shown.current = version.is_current;
        shown.filename = version.filename;
        shown.mime_type = version.mime_type;
        shown.size = static_cast<std::int64_t>(version.file_size_bytes);
        if (version.content_hash) shown.sha256 = version.content_hash->to_string();
        shown.created_by = version.created_by;
        shown.created_at = version.created_at;
    }
    view.next = found.next;
    return view;
}

Async<Response> list_versions_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_list_versions_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(
        co_await list_version_page(catalogue, std::move(caller), asked->asset_id, asked->before, asked->limit), page);
}

Async<Response> get_version_download_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_get_version_download_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto download =
        co_await download_version(catalogue, std::move(caller), asked->asset_id, asked->version_number);
    if (!download) co_return problem(download.error());
    co_return private_json_response(200, encode(view_of(*download)));
}

Async<Response> restore_version_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_restore_version_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto asset = co_await restore_version(catalogue, std::move(caller), asked->asset_id, asked->version_number);
    if (!asset) co_return problem(asset.error());
    co_return asset_response(*asset);
}

Async<Result<OpenedUpload>> open(Uploads& uploads, Request request, Caller caller) {
    const auto asked = CO_TRY(api::decode_open_version_parameters(request));
    auto [body, key] = CO_TRY(co_await read_order(request, caller, api::kOpenVersion, api::decode_open_version));
    OpenVersion order{.filename = body.filename,
                      .size = static_cast<std::uint64_t>(body.size),
                      .mime_type = body.mime_type,
                      .sha256 = std::nullopt,
                      .force = body.force.value_or(false)};
    if (body.sha256) order.sha256 = CO_TRY(ContentHash::parse(*body.sha256));
    co_return co_await open_version(uploads, std::move(caller), asked.asset_id, std::move(order), std::move(key));
}

Async<Response> open_version_route(Uploads& uploads, Request request, Caller caller) {
    const auto opened = co_await open(uploads, std::move(request), std::move(caller));
    if (!opened) co_return problem(opened.error());
    auto response = private_json_response(201, encode(view_of(*opened)));
    response.headers.set("Location", "/api/v1/assets/" + opened->upload.asset_id.to_string());
    co_return response;
}

}  // namespace

void add_version_routes(Router& router, Identity& identity, Catalogue& catalogue, Uploads& uploads) {
    const auto add = routes_on(router, identity, catalogue);
    add(api::kListVersions, list_versions_route);
    add(api::kGetVersionDownload, get_version_download_route);
    add(api::kRestoreVersion, restore_version_route);
    routes_on(router, identity, uploads)(api::kOpenVersion, open_version_route);
}

}  // namespace acervo::http
