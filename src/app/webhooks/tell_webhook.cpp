#include <fmt/format.h>

#include <algorithm>

#include "app/access/audited.hpp"
#include "app/events/event_feed.hpp"
#include "app/webhooks/webhooks.hpp"
#include "store/assets/assets.hpp"
#include "store/events/events.hpp"
#include "store/playback/playback.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;

/// A round of one webhook: whoever answers slowly holds the others up for no longer.
constexpr int kAtOnce = 200;
constexpr auto kLongestRound = 10s;
constexpr int kGone = 410;

std::string body_of(const Event& event) {
    // Types are names of our own, and need no escape.
    return fmt::format(R"({{"type":"{}","timestamp":"{}","data":{{"sequence":{},"asset_id":"{}"}}}})", event.type,
                       format_rfc3339(event.created_at), event.sequence, event.asset.to_string());
}

WebhookCall call_of(const Webhooks& webhooks, const Webhook& webhook, const Event& event) {
    const auto now = std::chrono::floor<std::chrono::seconds>(webhooks.clock.now());
    WebhookCall call{.url = webhook.url,
                     .id = fmt::format("evt_{}", event.sequence),
                     .timestamp = std::to_string(now.time_since_epoch().count()),
                     .signature = {},
                     .body = body_of(event)};
    const auto key = webhook_key(webhooks.site_key, webhook.id, webhook.secret_version);
    call.signature = webhook_signature(key, call.id, call.timestamp, call.body);
    return call;
}

/// One attempt; `error` of the answer says whether it was taken.
Async<WebhookDelivery> attempt(Webhooks* webhooks, WebhookSender* sender, const Webhook* webhook, Event event) {
    const auto began = std::chrono::steady_clock::now();
    WebhookDelivery delivery{.id = 0,
                             .sequence = event.sequence,
                             .type = event.type,
                             .asset = event.asset.uuid(),
                             .attempted_at = webhooks->clock.now(),
                             .took = {},
                             .status_code = {},
                             .error = {}};
    const auto status = co_await sender->send(call_of(*webhooks, *webhook, event));
    delivery.took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    if (!status) {
        delivery.error = status.error().message();
    } else {
        delivery.status_code = *status;
        if (*status / 100 != 2) delivery.error = fmt::format("it answered {}", *status);
    }
    co_return delivery;
}

Async<Result<void>> switch_off(Webhooks* webhooks, WebhookId id, std::string reason) {
    AuditEntry line{std::nullopt, "webhook.disable", "webhook", id.to_string(), "", to_json({{"reason", reason}})};
    const auto work = [id, &reason](Transaction& tx) { return disable_webhook(tx, id, reason); };
    co_return co_await audited(webhooks->database, std::move(line), work);
}

/// Why it is tried no more, if it is not.
std::optional<std::string> reason_to_stop(const Webhooks& webhooks, const Webhook& webhook,
                                          const WebhookDelivery& delivery) {
    if (delivery.status_code == kGone) return "it answered 410: nobody is there any more";
    if (webhook.failing_since && webhooks.clock.now() - *webhook.failing_since > kLongestFailing) {
        return "it took nothing for three days; the last time: " + *delivery.error;
    }
    return std::nullopt;
}

Async<Result<void>> put_off(Webhooks* webhooks, const Webhook* webhook, WebhookDelivery delivery) {
    const auto stop = reason_to_stop(*webhooks, *webhook, delivery);
    const auto pause = pause_after_attempts(webhook->attempts + 1);
    const auto work = [&](Transaction& tx) {
        return note_not_delivered(tx, webhook->id, webhook->after, delivery, pause);
    };
    CO_TRY(co_await in_transaction(webhooks->database, work));
    if (stop) CO_TRY(co_await switch_off(webhooks, webhook->id, *stop));
    co_return ok();
}

/// Those of the events that its maker may view and that it wants.
Async<Result<std::vector<Event>>> those_for(Webhooks* webhooks, const Webhook* webhook, Principal maker,
                                            std::vector<Event> events) {
    const EventFilter filter{.asset = std::nullopt, .type = webhook->type};
    std::erase_if(events, [&filter](const Event& event) { return !filter.passes(event); });
    if (events.empty()) co_return events;
    std::vector<AssetId> assets;
    for (const auto& event : events) assets.push_back(event.asset);
    const auto seen =
        CO_TRY(co_await list_assets_or_trash_seen_by(webhooks->database, std::move(maker), std::move(assets)));
    std::erase_if(events, [&seen](const Event& event) {
        return std::ranges::none_of(seen, [&event](const SeenAsset& one) { return one.asset.id == event.asset; });
    });
    co_return events;
}

Async<Result<WebhookRound>> tell_those(Webhooks* webhooks, WebhookSender* sender, Webhook* webhook,
                                       std::vector<Event> events) {
    WebhookRound round;
    const auto end = std::chrono::steady_clock::now() + kLongestRound;
    for (const auto& event : events) {
        if (std::chrono::steady_clock::now() >= end) {
            round.is_full = true;
            co_return round;
        }
        auto delivery = co_await attempt(webhooks, sender, webhook, event);
        if (delivery.error) {
            ++round.failed;
            CO_TRY(co_await put_off(webhooks, webhook, std::move(delivery)));
            co_return round;
        }
        const auto work = [&](Transaction& tx) { return note_delivered(tx, webhook->id, webhook->after, delivery); };
        CO_TRY(co_await in_transaction(webhooks->database, work));
        webhook->after = event.sequence;
        webhook->attempts = 0;
        ++round.delivered;
    }
    co_return round;
}

}  // namespace

Async<Result<WebhookRound>> tell_webhook(Webhooks& webhooks, WebhookSender& sender, Webhook webhook) {
    auto maker = co_await find_enabled_principal(webhooks.database, webhook.created_by);
    if (!maker && maker.error().kind() == ErrorKind::NotFound) {
        CO_TRY(co_await switch_off(&webhooks, webhook.id, "whoever made it may not sign in any more"));
        co_return WebhookRound{};
    }
    if (!maker) co_return fail(maker.error());
    // Before the list: what comes in between is for the next round.
    const auto newest = CO_TRY(co_await find_event_span(webhooks.database)).newest;
    auto events = CO_TRY(co_await list_events(webhooks.database, webhook.after, kAtOnce));
    const bool is_full = events.size() == kAtOnce;
    const auto last = events.empty() ? newest : events.back().sequence;
    auto wanted = CO_TRY(co_await those_for(&webhooks, &webhook, *std::move(maker), std::move(events)));
    auto round = CO_TRY(co_await tell_those(&webhooks, &sender, &webhook, std::move(wanted)));
    if (round.failed > 0 || round.is_full) co_return round;
    if (last > webhook.after) CO_TRY(co_await pass_events(webhooks.database, webhook.id, webhook.after, last));
    round.is_full = is_full;
    co_return round;
}

}  // namespace acervo
