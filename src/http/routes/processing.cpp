#include "app/catalogue/processing.hpp"

#include "http/generated/encode.hpp"
#include "http/generated/parameters.hpp"
#include "http/routes/answers.hpp"
#include "http/routes/routes.hpp"

namespace acervo::http {
namespace {

api::ProcessingView view(const Processing& found) {
    api::ProcessingView shown;
    shown.asset_id = found.asset;
    shown.status = found.status;
    shown.failure_reason = found.failure_reason;
    shown.parked = found.parked;
    shown.waiting_for = found.waiting_for;
    shown.waiting_since = found.waiting_since;
    for (const auto& one : found.renditions) {
        auto& rendition = shown.renditions.emplace_back();
        rendition.profile_name = one.profile_name;
        rendition.status = one.status;
        rendition.mandatory = one.mandatory;
        rendition.progress_percent = one.progress_percent;
        rendition.failure_reason = one.failure_reason;
    }
    return shown;
}

Async<Response> get_processing_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_get_processing_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(co_await find_processing_of(catalogue, std::move(caller), asked->asset_id), view);
}

Async<Response> retry_ingest_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_retry_ingest_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(co_await retry_ingest(catalogue, std::move(caller), asked->asset_id), view);
}

Async<Response> cancel_ingest_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_cancel_ingest_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(co_await cancel_ingest(catalogue, std::move(caller), asked->asset_id), view);
}

}  // namespace

void add_processing_routes(Router& router, Identity& identity, Catalogue& catalogue) {
    const auto add = routes_on(router, identity, catalogue);
    add(api::kGetProcessing, get_processing_route);
    add(api::kRetryIngest, retry_ingest_route);
    add(api::kCancelIngest, cancel_ingest_route);
}

}  // namespace acervo::http
