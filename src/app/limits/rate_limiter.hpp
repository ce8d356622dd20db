#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "core/result.hpp"
#include "ports/cache.hpp"

namespace acervo {

/// Where a principal stands, by the limit that has the least left.
struct RateState {
    bool admitted{true};
    RateLimit tightest{};
    std::int64_t remaining{0};
    /// Until the tightest limit starts again.
    std::chrono::seconds resets_in{0};
    /// When it was not admitted: until there is room in all limits again.
    std::chrono::seconds wait{0};
};

/// Counts uses per principal in fixed windows. The count lives in the cache, so that all processes share it; while the
/// cache does not answer, each thread counts for itself, nothing fails, and the metric `acervo_rate_limiter_degraded`
/// says so. A use that was refused counts nowhere. One per thread.
class RateLimiter {
public:
    /// `cache`, `clock` and `metrics`, where given, must outlive the limiter.
    RateLimiter(Cache& cache, const Clock& clock, Metrics* metrics = nullptr);

    /// One more use under all of `limits`, of which there is at least one.
    Async<RateState> spend(std::string principal, std::vector<RateLimit> limits);

    /// RateLimited, with the time to wait, when `principal` has used up its limit in the present window.
    Async<Result<void>> admit(std::string principal, RateLimit limit);

private:
    struct Window {
        Timestamp ends_at;
        std::int64_t count{0};
    };
    Spent spend_here(const std::string& principal, const std::vector<RateLimit>& limits);
    void forget_ended(Timestamp now);

    Cache* cache_;
    const Clock* clock_;
    std::optional<Gauge> degraded_;
    std::optional<Counter> refusals_;
    std::map<std::string, Window> windows_;
};

/// The error of a call that was not admitted.
Error too_many(std::chrono::seconds wait);

}  // namespace acervo
