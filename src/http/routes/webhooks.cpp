#include "app/webhooks/webhooks.hpp"

#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"
#include "http/generated/parameters.hpp"
#include "http/routes/answers.hpp"
#include "http/routes/idempotency_key.hpp"
#include "http/routes/routes.hpp"
#include "net/url.hpp"

namespace acervo::http {
namespace {

api::WebhookView view(const Webhook& webhook) {
    api::WebhookView shown;
    shown.webhook_id = webhook.id;
    shown.url = webhook.url;
    if (!webhook.type.empty()) shown.type = webhook.type;
    if (!webhook.description.empty()) shown.description = webhook.description;
    shown.enabled = webhook.enabled;
    shown.disabled_reason = webhook.disabled_reason;
    shown.after = webhook.after;
    shown.attempts = webhook.attempts;
    shown.failing_since = webhook.failing_since;
    shown.next_try_at = webhook.next_try_at;
    shown.created_by = webhook.created_by;
    shown.created_at = webhook.created_at;
    return shown;
}

api::WebhookList list(const std::vector<Webhook>& webhooks) {
    api::WebhookList shown;
    for (const auto& webhook : webhooks) shown.webhooks.push_back(view(webhook));
    return shown;
}

api::CreatedWebhook view_with_secret(const WebhookWithSecret& made) {
    api::CreatedWebhook shown;
    shown.webhook = view(made.webhook);
    shown.secret = made.secret;
    return shown;
}

/// A page of `limit`, of which one more was asked for.
api::WebhookDeliveryPage page(std::vector<WebhookDelivery> found, int limit) {
    api::WebhookDeliveryPage shown;
    if (found.size() > static_cast<std::size_t>(limit)) {
        found.resize(static_cast<std::size_t>(limit));
        shown.next = found.back().id;
    }
    for (const auto& one : found) {
        auto& delivery = shown.deliveries.emplace_back();
        delivery.delivery_id = one.id;
        delivery.sequence = one.sequence;
        delivery.type = one.type;
        delivery.asset_id = AssetId{one.asset};
        delivery.attempted_at = one.attempted_at;
        delivery.duration_ms = static_cast<std::int32_t>(one.took.count());
        delivery.status_code = one.status_code;
        delivery.error = one.error;
    }
    return shown;
}

Result<void> check_url(const std::string& url) {
    const auto parsed = Url::parse(url);
    if (parsed) return ok();
    Error wrong{ErrorKind::InvalidInput, "the address is none that can be called"};
    return fail(std::move(wrong).with_fields({{"/url", parsed.error().message()}}));
}

Async<Response> list_webhooks_route(Webhooks& webhooks, Request /*request*/, Caller /*caller*/) {
    co_return answer(co_await list_webhooks(webhooks.database), list);
}

Async<Response> create_webhook_route(Webhooks& webhooks, Request request, Caller caller) {
    const auto asked = api::decode_create_webhook_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto order = co_await read_order(request, caller, api::kCreateWebhook, api::decode_create_webhook);
    if (!order) co_return problem(order.error());
    const auto& body = order->body;
    if (const auto checked = check_url(body.url); !checked) co_return problem(checked.error());
    NewWebhook webhook{.url = body.url, .type = body.type.value_or(""), .description = body.description.value_or("")};
    const auto made = co_await make_webhook(webhooks, std::move(caller), std::move(webhook), order->key);
    if (!made) co_return problem(made.error());
    auto response = private_json_response(201, encode(view_with_secret(*made)));
    response.headers.set("Location", "/api/v1/webhooks/" + made->webhook.id.to_string());
    co_return response;
}

Async<Response> get_webhook_route(Webhooks& webhooks, Request request, Caller /*caller*/) {
    const auto asked = api::decode_get_webhook_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return answer(co_await find_webhook(webhooks.database, asked->webhook_id), view);
}

Async<Response> update_webhook_route(Webhooks& webhooks, Request request, Caller caller) {
    const auto asked = api::decode_update_webhook_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto body = co_await read_body(request, api::kUpdateWebhook, api::decode_update_webhook);
    if (!body) co_return problem(body.error());
    if (body->url) {
        if (const auto checked = check_url(*body->url); !checked) co_return problem(checked.error());
    }
    WebhookChange change{.url = body->url, .enabled = body->enabled};
    co_return answer(co_await change_webhook(webhooks, std::move(caller), asked->webhook_id, std::move(change)), view);
}

Async<Response> delete_webhook_route(Webhooks& webhooks, Request request, Caller caller) {
    const auto asked = api::decode_delete_webhook_parameters(request);
    if (!asked) co_return problem(asked.error());
    co_return done(co_await remove_webhook(webhooks, std::move(caller), asked->webhook_id));
}

Async<Response> renew_secret_route(Webhooks& webhooks, Request request, Caller caller) {
    const auto asked = api::decode_renew_webhook_secret_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto renewed = co_await renew_webhook_secret(webhooks, std::move(caller), asked->webhook_id);
    if (!renewed) co_return problem(renewed.error());
    co_return private_json_response(200, encode(view_with_secret(*renewed)));
}

Async<Response> replay_route(Webhooks& webhooks, Request request, Caller caller) {
    const auto asked = api::decode_replay_webhook_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto body = co_await read_body(request, api::kReplayWebhook, api::decode_replay_webhook);
    if (!body) co_return problem(body.error());
    WebhookChange change{.after = body->after};
    co_return answer(co_await change_webhook(webhooks, std::move(caller), asked->webhook_id, std::move(change)), view);
}

Async<Response> list_deliveries_route(Webhooks& webhooks, Request request, Caller /*caller*/) {
    const auto asked = api::decode_list_webhook_deliveries_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto found = co_await find_webhook(webhooks.database, asked->webhook_id);
    if (!found) co_return problem(found.error());
    const auto limit = asked->limit;
    const WebhookLogListing listing{.before = asked->before, .limit = limit + 1};
    co_return answer(co_await list_webhook_deliveries(webhooks.database, asked->webhook_id, listing),
                     [limit](const std::vector<WebhookDelivery>& log) { return page(log, limit); });
}

}  // namespace

void add_webhook_routes(Router& router, Identity& identity, Webhooks& webhooks) {
    const auto add = routes_on(router, identity, webhooks);
    add(api::kListWebhooks, list_webhooks_route);
    add(api::kCreateWebhook, create_webhook_route);
    add(api::kGetWebhook, get_webhook_route);
    add(api::kUpdateWebhook, update_webhook_route);
    add(api::kDeleteWebhook, delete_webhook_route);
    add(api::kRenewWebhookSecret, renew_secret_route);
    add(api::kReplayWebhook, replay_route);
    add(api::kListWebhookDeliveries, list_deliveries_route);
}

}  // namespace acervo::http
