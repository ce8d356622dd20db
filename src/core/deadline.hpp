#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "core/async.hpp"
#include "core/result.hpp"

namespace acervo {

/// The moment at which a piece of work must be over, handed down from call to call, so that the waits inside of it
/// share one budget. Counted on the monotonic clock.
class Deadline {
public:
    using Clock = std::chrono::steady_clock;

    static Deadline after(std::chrono::nanoseconds duration) noexcept {
        return Deadline{Clock::now() + std::chrono::duration_cast<Clock::duration>(duration)};
    }
    /// Never passes.
    static constexpr Deadline never() noexcept { return Deadline{Clock::time_point::max()}; }

    /// What is left; zero when it has passed, the largest duration when it never does.
    Clock::duration remaining() const noexcept {
        if (moment_ == Clock::time_point::max()) return Clock::duration::max();
        return std::max(moment_ - Clock::now(), Clock::duration::zero());
    }
    bool passed() const noexcept { return remaining() == Clock::duration::zero(); }
    constexpr Deadline or_earlier(Deadline other) const noexcept { return Deadline{std::min(moment_, other.moment_)}; }
    Deadline or_earlier(std::chrono::nanoseconds duration) const noexcept { return or_earlier(after(duration)); }

private:
    explicit constexpr Deadline(Clock::time_point moment) noexcept : moment_{moment} {}
    Clock::time_point moment_;
};

namespace deadline_detail {

/// True when the limit had passed before `work` ended; `work` has ended in any case.
Async<bool> run_with_limit(Async<void> work, std::chrono::nanoseconds limit);
Error timed_out(const std::string& what, std::chrono::nanoseconds limit);

/// `out` is a local of the one who awaits this.
template <class T>
Async<void> keep_result(Async<Result<T>> work, std::optional<Result<T>>& out) {
    out.emplace(co_await std::move(work));
}

}  // namespace deadline_detail

/// The result of `work`, or Timeout ("WHAT took longer than 500 ms") when it does not end within `limit`. Late work is
/// cancelled and awaited: when this returns, nothing of it runs any more, so the limit holds only for work whose waits
/// can be cancelled. Work that succeeds in spite of the cancellation is a success. A limit that is not positive: the
/// work is not even begun. Cancellation from outside goes through to the work.
template <class T>
Async<Result<T>> with_timeout(Async<Result<T>> work, std::chrono::nanoseconds limit, std::string what) {
    if (limit <= std::chrono::nanoseconds::zero()) co_return fail(deadline_detail::timed_out(what, limit));
    std::optional<Result<T>> result;
    auto kept = deadline_detail::keep_result<T>(std::move(work), result);
    const bool late = co_await deadline_detail::run_with_limit(std::move(kept), limit);
    if (result && (*result || !late)) co_return *std::move(result);
    co_return fail(deadline_detail::timed_out(what, limit));
}

/// The same with what is left until `deadline`.
template <class T>
Async<Result<T>> with_deadline(Async<Result<T>> work, Deadline deadline, std::string what) {
    return with_timeout(std::move(work), deadline.remaining(), std::move(what));
}

}  // namespace acervo
