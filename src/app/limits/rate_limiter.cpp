#include "app/limits/rate_limiter.hpp"

#include <fmt/format.h>

namespace acervo {
namespace {

// A flood of names while the cache is away must not become a flood of memory.
constexpr std::size_t kMostWindows = 100'000;

}  // namespace

Async<Result<void>> RateLimiter::admit(std::string principal, RateLimit limit) {
    const auto key = fmt::format("limit:{}:{}", principal, limit.window.count());
    const auto shared = co_await cache_->count_in_window(key, limit.window);
    const auto used = shared ? *shared : count_here(key, limit.window);
    if (used.count <= limit.allowed) co_return ok();

    const auto wait = std::chrono::ceil<std::chrono::seconds>(used.resets_in);
    Error refused{ErrorKind::RateLimited, fmt::format("too many attempts; wait {} s", wait.count())};
    co_return fail(std::move(refused).with_retry_after(wait));
}

WindowCount RateLimiter::count_here(const std::string& key, std::chrono::milliseconds window) {
    const auto now = clock_->now();
    if (windows_.size() >= kMostWindows) forget_ended(now);
    auto& entry = windows_[key];
    if (entry.ends_at <= now) entry = Window{.ends_at = now + window, .count = 0};
    ++entry.count;
    return WindowCount{.count = entry.count,
                       .resets_in = std::chrono::ceil<std::chrono::milliseconds>(entry.ends_at - now)};
}

void RateLimiter::forget_ended(Timestamp now) {
    std::erase_if(windows_, [now](const auto& entry) { return entry.second.ends_at <= now; });
    // All of them live: start again rather than grow. Somebody gets a second window, nobody gets our memory.
    if (windows_.size() >= kMostWindows) windows_.clear();
}

}  // namespace acervo
