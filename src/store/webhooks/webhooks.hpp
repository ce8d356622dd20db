#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/webhook/webhook.hpp"
#include "store/database.hpp"

namespace acervo {

inline constexpr int kMostWebhooks = 100;

/// It hears of what happens from now on. Conflict when there are `kMostWebhooks`.
Async<Result<void>> insert_webhook(Transaction& tx, Webhook webhook);

/// All of them, the oldest first.
Async<Result<std::vector<Webhook>>> list_webhooks(Database& database);
/// NotFound.
Async<Result<Webhook>> find_webhook(Database& database, WebhookId id);

struct WebhookChange {
    std::optional<std::string> url{};
    /// Switched on it forgets its failures.
    std::optional<bool> enabled{};
    bool renews_secret{false};
    /// Behind which it goes on; at most behind the newest event.
    std::optional<std::int64_t> after{};
};
/// NotFound.
Async<Result<void>> update_webhook(Transaction& tx, WebhookId id, WebhookChange change);
/// With its log; NotFound.
Async<Result<void>> delete_webhook(Transaction& tx, WebhookId id);

struct WebhookLogListing {
    std::optional<std::int64_t> before{};
    int limit{50};
};
/// Newest first.
Async<Result<std::vector<WebhookDelivery>>> list_webhook_deliveries(Database& database, WebhookId id,
                                                                    WebhookLogListing listing);

/// Those that are switched on, behind the newest event, and not waiting for their next try; who waits longest first.
Async<Result<std::vector<Webhook>>> list_due_webhooks(Database& database, int limit);
/// Goes on behind `to`, where it is still behind `from`; nobody is told that it was moved meanwhile.
Async<Result<void>> pass_events(Database& database, WebhookId id, std::int64_t from, std::int64_t to);
/// What the attempt to tell of the event behind `from` came to, with its line in the log: the webhook goes on behind
/// the event, or waits. Changes nothing but the log when it was moved meanwhile.
Async<Result<void>> note_delivered(Transaction& tx, WebhookId id, std::int64_t from, WebhookDelivery delivery);
Async<Result<void>> note_not_delivered(Transaction& tx, WebhookId id, std::int64_t from, WebhookDelivery delivery,
                                       std::chrono::seconds pause);
Async<Result<void>> disable_webhook(Transaction& tx, WebhookId id, std::string reason);

/// Lines that are older than `kept`; how many there were, at most `limit`.
Async<Result<int>> delete_old_webhook_deliveries(Database& database, std::chrono::seconds kept, int limit);

}  // namespace acervo
