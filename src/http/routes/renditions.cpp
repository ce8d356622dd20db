#include "app/catalogue/renditions.hpp"

#include "app/catalogue/order_rendition.hpp"
#include "http/generated/decode.hpp"
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
    if (rendition.part) {
        shown.first_frame = rendition.part->first;
        shown.end_frame = rendition.part->end;
    }
    const bool is_at_work =
        rendition.status == RenditionStatus::Pending || rendition.status == RenditionStatus::Processing;
    if (is_at_work) shown.progress_percent = rendition.progress_percent;
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

/// Its address is a secret.
Response shown(const Result<ShownRendition>& one, int status) {
    return one ? private_json_response(status, encode(view(*one))) : problem(one.error());
}

Async<Response> get_rendition_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_get_rendition_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto found = co_await show_rendition(catalogue, std::move(caller), asked->asset_id, asked->rendition_id);
    co_return shown(found, 200);
}

Async<Response> cancel_rendition_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_cancel_rendition_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto found = co_await cancel_rendition(catalogue, std::move(caller), asked->asset_id, asked->rendition_id);
    co_return shown(found, 200);
}

Async<Result<ShownRendition>> order(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = CO_TRY(api::decode_order_rendition_parameters(request));
    const auto text = CO_TRY(co_await read_json(request, api::kOrderRendition));
    auto body = CO_TRY(api::decode_order_rendition(text));
    RenditionWish wish{.profile_name = std::move(body.profile_name), .part = std::nullopt};
    if (body.part) wish.part = FrameSpan{body.part->first_frame, body.part->end_frame};
    co_return co_await order_rendition(catalogue, std::move(caller), asked.asset_id, std::move(wish));
}

Async<Response> order_rendition_route(Catalogue& catalogue, Request request, Caller caller) {
    co_return shown(co_await order(catalogue, std::move(request), std::move(caller)), 202);
}

}  // namespace

void add_rendition_routes(Router& router, Identity& identity, Catalogue& catalogue) {
    const auto add = routes_on(router, identity, catalogue);
    add(api::kListRenditions, list_renditions_route);
    add(api::kGetRendition, get_rendition_route);
    add(api::kCancelRendition, cancel_rendition_route);
    add(api::kOrderRendition, order_rendition_route);
}

}  // namespace acervo::http
