#include "app/access/access.hpp"
#include "http/generated/parameters.hpp"
#include "http/problem/problem.hpp"
#include "http/routes/endpoint.hpp"
#include "http/routes/event_stream.hpp"
#include "http/routes/routes.hpp"

namespace acervo::http {
namespace {

/// A person has a few windows open, on each of a few machines; a service a few programs.
constexpr int kMostSeats = 32;
constexpr std::chrono::seconds kComeBackIn{5};

Async<Result<EventOrder>> order_of(EventSources sources, Request request, Caller caller) {
    const auto asked = CO_TRY(api::decode_follow_events_parameters(request));
    const auto last = CO_TRY(parse_last_event_id(request.headers.find("Last-Event-ID")));
    if (asked.asset_id) CO_TRY(co_await asset_for(sources.catalogue.database, caller, *asked.asset_id, Right::View));
    if (sources.feed.seats_of(caller.principal.user) >= kMostSeats) co_return std::unexpected{too_many(kComeBackIn)};
    auto after = last ? last : asked.after;
    if (!after) after = CO_TRY(co_await sources.feed.now());
    co_return EventOrder{.caller = std::move(caller),
                         .token = CO_TRY(bearer_token(request)),
                         .filter = {.asset = asked.asset_id, .type = asked.type.value_or("")},
                         .after = *after,
                         .lasts = std::chrono::seconds{asked.seconds}};
}

Async<Response> follow_events(EventSources sources, Request request, Caller caller) {
    auto order = co_await order_of(sources, std::move(request), std::move(caller));
    if (!order) co_return problem(order.error());
    Response response{200, "text/event-stream", ""};
    response.headers.set("Cache-Control", "no-store");
    response.stream = stream_events(std::move(sources), *std::move(order));
    co_return response;
}

}  // namespace

void add_event_routes(Router& router, EventSources sources) {
    router.add(endpoint(api::kFollowEvents, sources.identity, [sources](Request request, Caller caller) {
        return follow_events(sources, std::move(request), std::move(caller));
    }));
}

}  // namespace acervo::http
