#include "app/webhooks/webhooks.hpp"

#include "app/access/made_once.hpp"

namespace acervo {
namespace {

Result<void> require_key(const Webhooks& webhooks) {
    if (!webhooks.site_key.reveal().empty()) return ok();
    return fail(ErrorKind::Conflict, "this site tells no webhooks: [webhooks] key is not set");
}

Secret secret_of(const Webhooks& webhooks, const Webhook& webhook) {
    return webhook_secret(webhook_key(webhooks.site_key, webhook.id, webhook.secret_version));
}

AuditDetails details_of(const WebhookChange& change) {
    AuditDetails details;
    if (change.url) details.emplace_back("url", *change.url);
    if (change.enabled) details.emplace_back("enabled", *change.enabled ? "true" : "false");
    if (change.renews_secret) details.emplace_back("secret", "renewed");
    if (change.after) details.emplace_back("after", std::to_string(*change.after));
    return details;
}

}  // namespace

Async<Result<WebhookWithSecret>> make_webhook(Webhooks& webhooks, Caller caller, NewWebhook order,
                                              std::optional<IdempotencyKey> once) {
    CO_TRY(require_key(webhooks));
    Webhook made;
    made.id = WebhookId::make();
    made.url = std::move(order.url);
    made.type = std::move(order.type);
    made.description = std::move(order.description);
    made.created_by = caller.principal.user;
    made.created_at = webhooks.clock.now();
    Making<WebhookId> making{.id = made.id,
                             .line = audit_line(caller, "webhook.create", "webhook", made.id, {{"url", made.url}}),
                             .key = std::move(once)};
    const auto insert = [&made](Transaction& tx) { return insert_webhook(tx, made); };
    const auto done = CO_TRY(co_await made_once(webhooks.database, std::move(making), insert));
    auto webhook = CO_TRY(co_await find_webhook(webhooks.database, done.id));
    auto secret = secret_of(webhooks, webhook);
    co_return WebhookWithSecret{.webhook = std::move(webhook), .secret = std::move(secret)};
}

Async<Result<Webhook>> change_webhook(Webhooks& webhooks, Caller caller, WebhookId id, WebhookChange change) {
    auto line = audit_line(caller, "webhook.update", "webhook", id, details_of(change));
    const auto work = [id, &change](Transaction& tx) { return update_webhook(tx, id, change); };
    CO_TRY(co_await audited(webhooks.database, std::move(line), work));
    co_return co_await find_webhook(webhooks.database, id);
}

Async<Result<WebhookWithSecret>> renew_webhook_secret(Webhooks& webhooks, Caller caller, WebhookId id) {
    CO_TRY(require_key(webhooks));
    auto webhook = CO_TRY(co_await change_webhook(webhooks, std::move(caller), id, {.renews_secret = true}));
    auto secret = secret_of(webhooks, webhook);
    co_return WebhookWithSecret{.webhook = std::move(webhook), .secret = std::move(secret)};
}

Async<Result<void>> remove_webhook(Webhooks& webhooks, Caller caller, WebhookId id) {
    auto line = audit_line(caller, "webhook.delete", "webhook", id);
    const auto work = [id](Transaction& tx) { return delete_webhook(tx, id); };
    co_return co_await audited(webhooks.database, std::move(line), work);
}

}  // namespace acervo
