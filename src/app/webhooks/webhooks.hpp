#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "domain/identity/user.hpp"
#include "domain/webhook/webhook.hpp"
#include "ports/webhook_sender.hpp"
#include "store/database.hpp"
#include "store/idempotency/idempotency.hpp"
#include "store/webhooks/webhooks.hpp"

namespace acervo {

/// What webhooks are made and told with.
struct Webhooks {
    Database& database;
    const Clock& clock;
    /// Of which their secrets are made; empty: this site tells none.
    Secret site_key;
};

struct NewWebhook {
    std::string url;
    std::string type;
    std::string description;
};

struct WebhookWithSecret {
    Webhook webhook;
    Secret secret;
};

/// One that hears of what its maker may view, from now on; audited. Conflict when the site tells none, or a hundred.
Async<Result<WebhookWithSecret>> make_webhook(Webhooks& webhooks, Caller caller, NewWebhook order,
                                              std::optional<IdempotencyKey> once);
/// Audited; NotFound.
Async<Result<Webhook>> change_webhook(Webhooks& webhooks, Caller caller, WebhookId id, WebhookChange change);
Async<Result<WebhookWithSecret>> renew_webhook_secret(Webhooks& webhooks, Caller caller, WebhookId id);
Async<Result<void>> remove_webhook(Webhooks& webhooks, Caller caller, WebhookId id);

struct WebhookRound {
    int delivered{0};
    int failed{0};
    /// Whether there may be more to tell at once.
    bool is_full{false};
};

/// Tells this webhook of what is due: events in their order, each until it is taken, a few at most. Ends at the first
/// that is not; after three days of failures, a 410, or when its maker may no longer sign in, it is switched off.
Async<Result<WebhookRound>> tell_webhook(Webhooks& webhooks, WebhookSender& sender, Webhook webhook);

}  // namespace acervo
