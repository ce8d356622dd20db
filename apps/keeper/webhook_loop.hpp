#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "app/webhooks/webhooks.hpp"
#include "core/config.hpp"
#include "core/metrics.hpp"
#include "core/task_group.hpp"
#include "net/network_list.hpp"

namespace acervo::keeper {

/// Programs that are told of events.
struct WebhooksSection {
    /// Of which their secrets are made; the API's is the same. Empty: none is told.
    Secret key;
    /// Networks of this house that may be called.
    std::vector<std::string> allowed_networks;
};
void describe(config::Section<WebhooksSection>& section);
/// InvalidInput, with the key, for what is no network or no key.
Result<NetworkList> allowed_networks_of(const WebhooksSection& section);

/// Tells webhooks of events, several of them at once; for the leader.
class WebhookLoop {
public:
    WebhookLoop(Secret key, Metrics& metrics);

    /// Until it is cancelled. `pause` when nothing is due, and after a failure. `executor` is the caller's.
    Async<void> run(Database& database, WebhookSender& sender, boost::asio::any_io_executor executor,
                    std::chrono::milliseconds pause);

private:
    /// Whether there may be more to tell at once.
    Async<Result<bool>> round(Webhooks* webhooks, WebhookSender* sender, TaskGroup* calls);
    Async<void> tell(Webhooks* webhooks, WebhookSender* sender, Webhook webhook, bool* is_full);

    Secret key_;
    SystemClock clock_;
    Counter delivered_;
    Counter failed_;
    Counter failures_;
};

}  // namespace acervo::keeper
