#include "core/circuit_breaker.hpp"

#include <algorithm>

namespace acervo {

CircuitBreaker::CircuitBreaker(std::string name, CircuitBreakerOptions options, const MonotonicClock& clock)
    : name_{std::move(name)}, options_{options}, clock_{&clock} {}

CircuitBreaker::Permit::~Permit() { tell(Outcome::Unknown); }

void CircuitBreaker::Permit::ended(const Error& error) noexcept {
    const auto kind = error.kind();
    const bool ill = kind == ErrorKind::Unavailable || kind == ErrorKind::Timeout || kind == ErrorKind::Internal;
    tell(ill ? Outcome::Failed : Outcome::Succeeded);
}

void CircuitBreaker::Permit::tell(Outcome outcome) noexcept {
    if (auto* breaker = std::exchange(breaker_, nullptr)) breaker->record(outcome, generation_);
}

Result<CircuitBreaker::Permit> CircuitBreaker::enter() {
    const auto refuse = [this](std::chrono::seconds wait) {
        return fail(Error{ErrorKind::Unavailable, name_ + " is not called for now, it failed too often"}
                        .with_public_message(name_ + " is not available")
                        .with_retry_after(std::max(wait, std::chrono::seconds{1})));
    };
    if (state_ == State::Open) {
        const auto left = opened_ + options_.open_for - clock_->now();
        if (left > decltype(left)::zero()) return refuse(std::chrono::ceil<std::chrono::seconds>(left));
        become(State::HalfOpen);
    }
    if (state_ == State::HalfOpen) {
        if (trials_begun_ >= options_.trials) return refuse(std::chrono::seconds{1});
        ++trials_begun_;
    }
    return Permit{this, generation_};
}

void CircuitBreaker::record(Permit::Outcome outcome, std::uint64_t generation) noexcept {
    if (generation != generation_) return;
    if (state_ == State::HalfOpen) {
        record_trial(outcome);
    } else if (outcome != Permit::Outcome::Unknown) {
        record_closed(outcome == Permit::Outcome::Failed);
    }
}

void CircuitBreaker::record_trial(Permit::Outcome outcome) noexcept {
    switch (outcome) {
        case Permit::Outcome::Failed:
            return become(State::Open);
        case Permit::Outcome::Succeeded:
            if (++trials_succeeded_ >= options_.trials) become(State::Closed);
            return;
        case Permit::Outcome::Unknown:
            --trials_begun_;  // another may try
            return;
    }
}

void CircuitBreaker::record_closed(bool failed) noexcept {
    const auto number = slice_number();
    auto& slice = slices_[static_cast<std::size_t>(number % kSlices)];
    if (slice.number != number) slice = {.number = number};
    ++slice.calls;
    if (!failed) return;
    ++slice.failures;

    std::uint32_t calls = 0;
    std::uint32_t failures = 0;
    for (const auto& s : slices_) {
        if (s.number < 0 || s.number <= number - kSlices) continue;
        calls += s.calls;
        failures += s.failures;
    }
    if (calls >= options_.minimum_calls && failures >= options_.failure_rate * calls) become(State::Open);
}

void CircuitBreaker::become(State state) noexcept {
    state_ = state;
    ++generation_;
    trials_begun_ = 0;
    trials_succeeded_ = 0;
    slices_ = {};
    if (state == State::Open) opened_ = clock_->now();
}

std::int64_t CircuitBreaker::slice_number() const noexcept {
    const auto since_start = std::chrono::duration_cast<std::chrono::nanoseconds>(clock_->now().time_since_epoch());
    return since_start / std::max<std::chrono::nanoseconds>(options_.window / kSlices, std::chrono::milliseconds{1});
}

}  // namespace acervo
