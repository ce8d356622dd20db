#include "webhook_loop.hpp"

#include "core/log.hpp"
#include "core/sleep.hpp"

namespace acervo::keeper {
namespace {

constexpr int kAtOnce = 32;
constexpr std::size_t kShortestKey = 32;

}  // namespace

void describe(config::Section<WebhooksSection>& section) {
    section.doc("Programs that are told of events");
    section.key(
        "key", &WebhooksSection::key,
        "Of which the secrets of webhooks are made, 32 characters or more; the API's is the same. Empty: none is told");
    section.key(
        "allowed_networks", &WebhooksSection::allowed_networks,
        "Addresses and networks of this house that may be called, such as 10.1.2.0/24; others that are not public "
        "are refused");
}

Result<NetworkList> allowed_networks_of(const WebhooksSection& section) {
    const auto size = section.key.reveal().size();
    if (size != 0 && size < kShortestKey)
        return fail(ErrorKind::InvalidInput, "[webhooks] key has less than 32 characters");
    auto list = NetworkList::parse(section.allowed_networks);
    if (!list) return fail(std::move(list).error().with_context("[webhooks] allowed_networks"));
    return *std::move(list);
}

WebhookLoop::WebhookLoop(Secret key, Metrics& metrics)
    : key_{std::move(key)},
      delivered_{metrics.counter("acervo_webhook_calls_total", "Calls of webhooks, by whether they were taken",
                                 {{"outcome", "taken"}})},
      failed_{metrics.counter("acervo_webhook_calls_total", "Calls of webhooks, by whether they were taken",
                              {{"outcome", "refused"}})},
      failures_{
          metrics.counter("acervo_keeper_failures_total", "Rounds of a loop that failed", {{"loop", "webhooks"}})} {}

Async<void> WebhookLoop::run(Database& database, WebhookSender& sender, boost::asio::any_io_executor executor,
                             std::chrono::milliseconds pause) {
    Webhooks webhooks{.database = database, .clock = clock_, .site_key = key_};
    for (;;) {
        TaskGroup calls{executor, OnFailure::KeepOthers};
        const auto is_full = co_await round(&webhooks, &sender, &calls);
        if (!is_full) {
            failures_.add();
            log::warn("webhooks.failed", {{"error", is_full.error()}});
        }
        if (!is_full || !*is_full) co_await sleep_for(pause);
    }
}

Async<Result<bool>> WebhookLoop::round(Webhooks* webhooks, WebhookSender* sender, TaskGroup* calls) {
    auto due = CO_TRY(co_await list_due_webhooks(webhooks->database, kAtOnce));
    bool is_full = due.size() == kAtOnce;
    for (auto& webhook : due) calls->spawn("webhook", tell(webhooks, sender, std::move(webhook), &is_full));
    co_await calls->join();
    co_return is_full;
}

Async<void> WebhookLoop::tell(Webhooks* webhooks, WebhookSender* sender, Webhook webhook, bool* is_full) {
    const auto id = webhook.id;
    const auto told = co_await tell_webhook(*webhooks, *sender, std::move(webhook));
    if (!told) {
        failures_.add();
        log::warn("webhooks.failed", {{"webhook_id", id.to_string()}, {"error", told.error()}});
        co_return;
    }
    delivered_.add(static_cast<std::uint64_t>(told->delivered));
    failed_.add(static_cast<std::uint64_t>(told->failed));
    *is_full = *is_full || told->is_full;
}

}  // namespace acervo::keeper
