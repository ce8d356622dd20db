#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "ports/cache.hpp"

namespace acervo {

/// At most `allowed` uses in each `window`.
struct RateLimit {
    std::int64_t allowed{0};
    std::chrono::milliseconds window{std::chrono::minutes{1}};
};

/// Counts uses per principal in fixed windows. The count lives in the cache, so that all processes share it; while the
/// cache does not answer, each thread counts for itself, and nothing fails. One per thread.
class RateLimiter {
public:
    /// `cache` and `clock` must outlive the limiter.
    RateLimiter(Cache& cache, const Clock& clock) : cache_{&cache}, clock_{&clock} {}

    /// RateLimited, with the time to wait, when `principal` has used up its limit in the present window.
    Async<Result<void>> admit(std::string principal, RateLimit limit);

private:
    struct Window {
        Timestamp ends_at;
        std::int64_t count{0};
    };
    WindowCount count_here(const std::string& key, std::chrono::milliseconds window);
    void forget_ended(Timestamp now);

    Cache* cache_;
    const Clock* clock_;
    std::map<std::string, Window> windows_;
};

}  // namespace acervo
