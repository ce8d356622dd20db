#include "app/catalogue/processing.hpp"

#include "http/generated/encode.hpp"
#include "http/generated/parameters.hpp"
#include "http/routes/answers.hpp"
#include "http/routes/routes.hpp"
#include "http/routes/views.hpp"

namespace acervo::http {
namespace {

api::ProcessingView seen(const Processing& found) { return view_of(found); }

Async<Response> get_processing_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_get_processing_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(co_await find_processing_of(catalogue, std::move(caller), asked->asset_id), seen);
}

Async<Response> retry_ingest_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_retry_ingest_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(co_await retry_ingest(catalogue, std::move(caller), asked->asset_id), seen);
}

Async<Response> cancel_ingest_route(Catalogue& catalogue, Request request, Caller caller) {
    const auto asked = api::decode_cancel_ingest_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(co_await cancel_ingest(catalogue, std::move(caller), asked->asset_id), seen);
}

}  // namespace

void add_processing_routes(Router& router, Identity& identity, Catalogue& catalogue) {
    const auto add = routes_on(router, identity, catalogue);
    add(api::kGetProcessing, get_processing_route);
    add(api::kRetryIngest, retry_ingest_route);
    add(api::kCancelIngest, cancel_ingest_route);
}

}  // namespace acervo::http
