#pragma once

#include <chrono>
#include <optional>

#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "core/random.hpp"
#include "core/result.hpp"
#include "core/sleep.hpp"

namespace acervo {

/// Whether the same call may succeed a little later: the one table kind → retryable of the house, for calls and for
/// workflows. Whether a call may be repeated at all (is idempotent) only its caller knows.
bool is_retryable(ErrorKind kind) noexcept;

/// How often and how long something is tried again. The wait before attempt n+1 is drawn evenly from
/// [0, min(longest, first · factor^(n−1))] ("full jitter", Brooker: Exponential backoff and jitter, AWS 2015), so that
/// many callers that failed together do not come back together.
struct RetryPolicy {
    std::chrono::milliseconds first{100};
    double factor{2.0};
    std::chrono::milliseconds longest{std::chrono::seconds{5}};
    /// All attempts, the first included.
    int attempts{5};
    /// From the first attempt to the begin of the last.
    std::chrono::milliseconds budget{std::chrono::seconds{30}};
};

/// One piece of work under a policy: counts its attempts and says how long to wait before the next. The clock must
/// outlive it.
class Backoff {
public:
    Backoff(RetryPolicy policy, SeededRandom random, const MonotonicClock& clock) noexcept
        : policy_{policy}, random_{random}, clock_{&clock}, began_{clock.now()} {}
    explicit Backoff(RetryPolicy policy);

    /// After a failed attempt: the wait before the next one, or nothing when the error is not retryable, the attempts
    /// are used up, or the next would begin after the budget. An error that says when to come back (`retry_after`) is
    /// waited for at least that long, with jitter of up to `first` on top.
    std::optional<std::chrono::milliseconds> next(const Error& error) noexcept;

private:
    RetryPolicy policy_;
    SeededRandom random_;
    const MonotonicClock* clock_;
    std::chrono::steady_clock::time_point began_;
    int failed_{0};
};

/// Calls `attempt` (no arguments, answers an `Async<Result<T>>`; everything it refers to outlives this call) until it
/// succeeds or `backoff` gives up; the answer is that of the last attempt.
template <class Attempt>
auto retry(Backoff backoff, Attempt attempt) -> decltype(attempt()) {
    for (;;) {
        auto result = co_await attempt();
        if (result) co_return result;
        const auto wait = backoff.next(result.error());
        if (!wait) co_return result;
        co_await sleep_for(*wait);
    }
}

}  // namespace acervo
