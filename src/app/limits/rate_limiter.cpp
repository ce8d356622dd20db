#include "app/limits/rate_limiter.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace acervo {
namespace {

// A flood of names while the cache is away must not become a flood of memory.
constexpr std::size_t kMostWindows = 100'000;

RateState state_of(const Spent& spent, const std::vector<RateLimit>& limits) {
    RateState state;
    state.admitted = spent.admitted;
    for (std::size_t i = 0; i < limits.size(); ++i) {
        const auto& window = spent.windows[i];
        const auto remaining = std::max<std::int64_t>(limits[i].allowed - window.count, 0);
        const auto resets_in = std::chrono::ceil<std::chrono::seconds>(window.resets_in);
        if (remaining == 0 && !spent.admitted) state.wait = std::max(state.wait, resets_in);
        if (i > 0 && remaining >= state.remaining) continue;
        state.tightest = limits[i];
        state.remaining = remaining;
        state.resets_in = resets_in;
    }
    return state;
}

}  // namespace

RateLimiter::RateLimiter(Cache& cache, const Clock& clock, Metrics* metrics) : cache_{&cache}, clock_{&clock} {
    if (metrics == nullptr) return;
    degraded_ = metrics->gauge("acervo_rate_limiter_degraded",
                               "1 while Redis does not answer and each thread counts uses for itself");
    refusals_ = metrics->counter("acervo_rate_limited_total", "Uses that a limit refused");
}

Async<RateState> RateLimiter::spend(std::string principal, std::vector<RateLimit> limits) {
    const auto shared = co_await cache_->spend(principal, limits);
    if (degraded_) degraded_->set(shared ? 0 : 1);
    const auto state = state_of(shared ? *shared : spend_here(principal, limits), limits);
    if (!state.admitted && refusals_) refusals_->add();
    co_return state;
}

Async<Result<void>> RateLimiter::admit(std::string principal, RateLimit limit) {
    std::vector<RateLimit> limits{limit};
    const auto state = co_await spend(std::move(principal), std::move(limits));
    if (!state.admitted) co_return fail(too_many(state.wait));
    co_return ok();
}

Spent RateLimiter::spend_here(const std::string& principal, const std::vector<RateLimit>& limits) {
    const auto now = clock_->now();
    if (windows_.size() >= kMostWindows) forget_ended(now);
    std::vector<Window*> windows;
    Spent spent;
    spent.admitted = true;
    for (const auto& limit : limits) {
        auto& window = windows_[fmt::format("{}:{}", principal, limit.window.count())];
        if (window.ends_at <= now) window = Window{.ends_at = now + limit.window, .count = 0};
        if (window.count >= limit.allowed) spent.admitted = false;
        windows.push_back(&window);
    }
    for (auto* window : windows) {
        if (spent.admitted) ++window->count;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(window->ends_at - now);
        spent.windows.push_back({.count = window->count, .resets_in = left});
    }
    return spent;
}

void RateLimiter::forget_ended(Timestamp now) {
    std::erase_if(windows_, [now](const auto& entry) { return entry.second.ends_at <= now; });
    // All of them live: start again rather than grow. Somebody gets a second window, nobody gets our memory.
    if (windows_.size() >= kMostWindows) windows_.clear();
}

Error too_many(std::chrono::seconds wait) {
    Error refused{ErrorKind::RateLimited, fmt::format("too many attempts; wait {} s", wait.count())};
    return std::move(refused).with_retry_after(wait);
}

}  // namespace acervo
