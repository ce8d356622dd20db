#pragma once

#include <cstdint>
#include <string>

#include "client/commands.hpp"

namespace acervo::client {

struct NewWebhookCommand {
    std::string url;
    /// Empty: events of all types.
    std::string type;
    std::string description;
};

Async<Result<void>> list_webhooks(Settings settings);
/// Prints its secret, which is shown this once.
Async<Result<void>> add_webhook(Settings settings, NewWebhookCommand command);
Async<Result<void>> remove_webhook(Settings settings, std::string id);
Async<Result<void>> switch_webhook(Settings settings, std::string id, bool on);
/// Prints the new one.
Async<Result<void>> renew_webhook_secret(Settings settings, std::string id);
Async<Result<void>> replay_webhook(Settings settings, std::string id, std::int64_t after);
/// The newest first.
Async<Result<void>> show_webhook_log(Settings settings, std::string id, int limit);

}  // namespace acervo::client
