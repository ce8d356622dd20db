#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.hpp"
#include "core/encoding.hpp"
#include "core/id.hpp"
#include "core/secret.hpp"
#include "domain/identity/user.hpp"

namespace acervo {

using WebhookId = Id<struct WebhookTag>;

/// A program that is told of events, and how far it is.
struct Webhook {
    WebhookId id;
    std::string url;
    /// A type of events, or the beginning of some (`asset.`); empty: all.
    std::string type;
    std::string description;
    /// Counts its secrets.
    int secret_version{1};
    bool enabled{true};
    std::optional<std::string> disabled_reason;
    /// Events up to this one were delivered, or were not for it.
    std::int64_t after{0};
    /// How often the next event was tried.
    int attempts{0};
    std::optional<Timestamp> failing_since;
    std::optional<Timestamp> next_try_at;
    UserId created_by;
    Timestamp created_at{};
};

/// What one attempt came to.
struct WebhookDelivery {
    std::int64_t id{0};
    std::int64_t sequence{0};
    std::string type;
    Uuid asset;
    Timestamp attempted_at{};
    std::chrono::milliseconds took{0};
    std::optional<int> status_code;
    std::optional<std::string> error;
};

/// The bytes that sign the calls of a webhook: made of the site's key, so that they lie nowhere.
std::string webhook_key(const Secret& site_key, WebhookId id, int secret_version);
/// As its owner gets it: `whsec_` and base64 (Standard Webhooks, "Signature scheme").
Secret webhook_secret(std::string_view key);
/// The value of `webhook-signature`: `v1,` and the base64 of HMAC-SHA-256 over id, timestamp and body with full stops
/// between them.
std::string webhook_signature(std::string_view key, std::string_view id, std::string_view timestamp,
                              std::string_view body);

/// How long after a failed attempt the next one comes: 5 s, doubling up to an hour.
std::chrono::seconds pause_after_attempts(int attempts);
/// For how long an event is tried before the webhook is switched off.
inline constexpr std::chrono::hours kLongestFailing{72};

}  // namespace acervo
