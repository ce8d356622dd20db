#pragma once

#include <string>

#include "core/async.hpp"
#include "core/result.hpp"

namespace acervo {

/// One call of a program that wants to hear of events (Standard Webhooks).
struct WebhookCall {
    std::string url;
    /// The fields `webhook-id`, `webhook-timestamp` and `webhook-signature`.
    std::string id;
    std::string timestamp;
    std::string signature;
    /// JSON.
    std::string body;
};

class WebhookSender {
public:
    virtual ~WebhookSender() = default;
    /// The status of its answer; a redirect is an answer. InvalidInput when it may not be called there, Unavailable,
    /// Timeout (ten seconds in all).
    virtual Async<Result<int>> send(WebhookCall call) = 0;
};

}  // namespace acervo
