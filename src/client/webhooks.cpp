#include "client/webhooks.hpp"

#include <fmt/format.h>

#include "client/connection.hpp"
#include "core/id.hpp"
#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"

namespace acervo::client {
namespace {

namespace api = http::api;

std::string state_of(const api::WebhookView& webhook) {
    if (!webhook.enabled) return "off: " + webhook.disabled_reason.value_or("switched off");
    if (!webhook.failing_since) return "on";
    return fmt::format("on, tried {} times since {}", webhook.attempts, format_rfc3339(*webhook.failing_since));
}

std::string line_of(const api::WebhookView& webhook) {
    return fmt::format("{}  {}  {}  behind {}  {}", webhook.webhook_id.to_string(), webhook.url,
                       webhook.type.value_or("all types"), webhook.after, state_of(webhook));
}

std::string line_of(const api::WebhookDelivery& delivery) {
    const auto answer = delivery.status_code ? std::to_string(*delivery.status_code) : "-";
    return fmt::format("{:27}  {:>8}  {:20}  {}  {}  {} ms  {}", format_rfc3339(delivery.attempted_at),
                       delivery.sequence, delivery.type, delivery.asset_id.to_string(), answer, delivery.duration_ms,
                       delivery.error.value_or(""));
}

void print(const Settings& settings, const api::WebhookView& webhook) {
    print_line(settings.json ? encode(webhook) : line_of(webhook));
}

void print(const Settings& settings, const api::CreatedWebhook& made) {
    if (settings.json) return print_line(encode(made));
    print_line(line_of(made.webhook));
    print_line(fmt::format("secret, shown this once: {}", made.secret.reveal()));
}

std::string path_of(const std::string& id) { return "/api/v1/webhooks/" + id; }

Async<Result<void>> change(Settings settings, ApiCall call) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto answer = CO_TRY(co_await connection->api().call(std::move(call)));
    print(settings, CO_TRY(api::decode_webhook_view(answer)));
    co_return ok();
}

}  // namespace

Async<Result<void>> list_webhooks(Settings settings) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto answer = CO_TRY(co_await connection->api().call(Method::Get, "/api/v1/webhooks"));
    const auto list = CO_TRY(api::decode_webhook_list(answer));
    for (const auto& webhook : list.webhooks) print(settings, webhook);
    co_return ok();
}

Async<Result<void>> add_webhook(Settings settings, NewWebhookCommand command) {
    auto connection = CO_TRY(co_await connect(settings));
    api::CreateWebhook body;
    body.url = std::move(command.url);
    if (!command.type.empty()) body.type = std::move(command.type);
    if (!command.description.empty()) body.description = std::move(command.description);
    const auto once = Uuid::make().to_string();
    const auto answer = CO_TRY(co_await connection->api().call(Method::Post, "/api/v1/webhooks", encode(body), once));
    print(settings, CO_TRY(api::decode_created_webhook(answer)));
    co_return ok();
}

Async<Result<void>> remove_webhook(Settings settings, std::string id) {
    auto connection = CO_TRY(co_await connect(settings));
    CO_TRY(co_await connection->api().call(Method::Delete, path_of(id)));
    co_return ok();
}

Async<Result<void>> switch_webhook(Settings settings, std::string id, bool on) {
    api::UpdateWebhook body;
    body.enabled = on;
    ApiCall call{.method = Method::Patch, .path = path_of(id), .body = encode(body)};
    co_return co_await change(std::move(settings), std::move(call));
}

Async<Result<void>> renew_webhook_secret(Settings settings, std::string id) {
    auto connection = CO_TRY(co_await connect(settings));
    const auto answer = CO_TRY(co_await connection->api().call(Method::Post, path_of(id) + "/secret"));
    print(settings, CO_TRY(api::decode_created_webhook(answer)));
    co_return ok();
}

Async<Result<void>> replay_webhook(Settings settings, std::string id, std::int64_t after) {
    ApiCall call{
        .method = Method::Post, .path = path_of(id) + "/replay", .body = encode(api::ReplayWebhook{.after = after})};
    co_return co_await change(std::move(settings), std::move(call));
}

Async<Result<void>> show_webhook_log(Settings settings, std::string id, int limit) {
    auto connection = CO_TRY(co_await connect(settings));
    auto path = fmt::format("{}/deliveries?limit={}", path_of(id), limit);
    const auto answer = CO_TRY(co_await connection->api().call(Method::Get, std::move(path)));
    const auto page = CO_TRY(api::decode_webhook_delivery_page(answer));
    for (const auto& one : page.deliveries) print_line(settings.json ? encode(one) : line_of(one));
    co_return ok();
}

}  // namespace acervo::client
