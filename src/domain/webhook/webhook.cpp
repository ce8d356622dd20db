#include "domain/webhook/webhook.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/hmac.hpp"

namespace acervo {
std::string webhook_key(const Secret& site_key, WebhookId id, int secret_version) {
    const auto what = fmt::format("webhook {} {}", id.to_string(), secret_version);
    const auto mac = hmac_sha256(bytes_of(site_key.reveal()), bytes_of(what));
    return {mac.begin(), mac.end()};
}

Secret webhook_secret(std::string_view key) { return Secret{"whsec_" + to_base64(bytes_of(key))}; }

std::string webhook_signature(std::string_view key, std::string_view id, std::string_view timestamp,
                              std::string_view body) {
    const auto text = fmt::format("{}.{}.{}", id, timestamp, body);
    return "v1," + to_base64(hmac_sha256(bytes_of(key), bytes_of(text)));
}

std::chrono::seconds pause_after_attempts(int attempts) {
    constexpr std::chrono::seconds kFirst{5};
    constexpr std::chrono::seconds kLongest{3600};
    constexpr int kDoublings = 10;
    return std::min(kFirst * (1 << std::clamp(attempts - 1, 0, kDoublings)), kLongest);
}

}  // namespace acervo
