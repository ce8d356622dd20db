#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"

namespace acervo {

struct CircuitBreakerOptions {
    /// Opens when at least this share of the calls in the window failed …
    double failure_rate{0.5};
    /// … and there were at least this many.
    std::uint32_t minimum_calls{10};
    std::chrono::milliseconds window{std::chrono::seconds{10}};
    /// How long nothing is let through, before a trial.
    std::chrono::milliseconds open_for{std::chrono::seconds{5}};
    /// How many calls are let through as a trial, one after another or together; when all succeed it closes, when one
    /// fails it is open again.
    std::uint32_t trials{1};
};

/// Stops calling a server that fails, so that callers get their answer at once and the server can get up again
/// (Nygard: Release It!, "Circuit Breaker"). Lives on one thread; the clock must outlive it.
class CircuitBreaker {
public:
    enum class State { Closed, Open, HalfOpen };

    /// `name` stands in the errors: "NAME is not called for now, it failed too often".
    CircuitBreaker(std::string name, CircuitBreakerOptions options, const MonotonicClock& clock);
    CircuitBreaker(const CircuitBreaker&) = delete;  // permits point to it
    CircuitBreaker& operator=(const CircuitBreaker&) = delete;

    /// The right to make one call. Tell how it ended; a permit that is dropped untold counts for nothing.
    class Permit {
    public:
        Permit(Permit&& other) noexcept
            : breaker_{std::exchange(other.breaker_, nullptr)}, generation_{other.generation_} {}
        Permit& operator=(Permit&&) = delete;
        ~Permit();

        void succeeded() noexcept { tell(Outcome::Succeeded); }
        void failed() noexcept { tell(Outcome::Failed); }
        /// A failure when the kind says that the server is ill (Unavailable, Timeout, Internal), else a success: an
        /// answer that refuses is an answer.
        void ended(const Error& error) noexcept;

    private:
        friend CircuitBreaker;
        enum class Outcome { Succeeded, Failed, Unknown };
        Permit(CircuitBreaker* breaker, std::uint64_t generation) noexcept
            : breaker_{breaker}, generation_{generation} {}
        void tell(Outcome outcome) noexcept;

        CircuitBreaker* breaker_;
        std::uint64_t generation_;
    };

    /// Unavailable, with `retry_after`, while it is open. The permit must not outlive the breaker.
    Result<Permit> enter();
    State state() const noexcept { return state_; }

private:
    /// The window is a ring of slices, so that old calls leave it little by little.
    static constexpr std::int64_t kSlices = 10;
    struct Slice {
        std::int64_t number{-1};
        std::uint32_t calls{0};
        std::uint32_t failures{0};
    };

    void record(Permit::Outcome outcome, std::uint64_t generation) noexcept;
    void record_closed(bool failed) noexcept;
    void record_trial(Permit::Outcome outcome) noexcept;
    void become(State state) noexcept;
    std::int64_t slice_number() const noexcept;

    std::string name_;
    CircuitBreakerOptions options_;
    const MonotonicClock* clock_;
    State state_{State::Closed};
    /// Counts changes of state: a call that began in an earlier state says nothing about this one.
    std::uint64_t generation_{0};
    std::chrono::steady_clock::time_point opened_;
    std::uint32_t trials_begun_{0};
    std::uint32_t trials_succeeded_{0};
    std::array<Slice, kSlices> slices_{};
};

/// `work` behind the breaker: not begun while it is open, its outcome told. The breaker outlives the call.
template <class T>
Async<Result<T>> call_through(CircuitBreaker& breaker, Async<Result<T>> work) {
    auto permit = breaker.enter();
    if (!permit) co_return fail(std::move(permit).error());
    auto result = co_await std::move(work);
    if (result) {
        permit->succeeded();
    } else {
        permit->ended(result.error());
    }
    co_return result;
}

}  // namespace acervo
