#include "app/catalogue/renditions.hpp"

#include "http/generated/encode.hpp"
#include "http/generated/parameters.hpp"
#include "http/routes/answers.hpp"
#include "http/routes/routes.hpp"

namespace acervo::http {
namespace {

api::RenditionView view(const ShownRendition& one) {
    const auto& rendition = one.rendition;
    api::RenditionView shown;
    shown.rendition_id = rendition.id;
    shown.profile_name = rendition.profile_name;
    shown.profile_version = rendition.make.version;
    shown.revision = rendition.make.revision;
    shown.status = rendition.status;
    shown.active = rendition.is_active;
    shown.of_present_master = rendition.is_of_present_master;
    shown.mime_type = rendition.mime_type;
    shown.size = rendition.file_size_bytes;
    shown.width = rendition.width;
    shown.height = rendition.height;
    shown.duration_ms = rendition.duration_ms;
    shown.bitrate_kbps = rendition.bitrate_kbps;
    shown.failure_reason = rendition.failure_reason;
    shown.expires_at = rendition.expires_at;
    shown.created_at = rendition.created_at;
    shown.url = one.url;
    shown.url_expires_at = one.url_expires_at;
    return shown;
}

api::RenditionPage page(const NamedPage<ShownRendition>& found) {
    api::RenditionPage shown;
    for (const auto& one : found.things) shown.renditions.push_back(view(one));
    shown.next = found.next;
    return shown;
}

Async<Response> list_renditions_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_list_renditions_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto found =
        co_await list_rendition_page(catalogue, std::move(caller), asked->asset_id, asked->cursor, asked->limit);
    if (!found) co_return problem(found.error());
    co_return private_json_response(200, encode(page(*found)));
}

}  // namespace

void add_rendition_routes(Router& router, Identity& identity, Catalogue& catalogue) {
    routes_on(router, identity, catalogue)(api::kListRenditions, list_renditions_route);
}

}  // namespace acervo::http
