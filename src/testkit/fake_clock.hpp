#pragma once

#include "core/clock.hpp"

namespace acervo::testkit {

/// Clocks that stand still until they are told.
class FakeClock final : public Clock {
public:
    explicit FakeClock(Timestamp moment = Timestamp{std::chrono::sys_days{std::chrono::year{2026} / 1 / 31}})
        : now_{moment} {}
    Timestamp now() const noexcept override { return now_; }
    void advance(std::chrono::microseconds duration) noexcept { now_ += duration; }

private:
    Timestamp now_;
};

class FakeMonotonicClock final : public MonotonicClock {
public:
    std::chrono::steady_clock::time_point now() const noexcept override { return now_; }
    void advance(std::chrono::nanoseconds duration) noexcept { now_ += duration; }

private:
    std::chrono::steady_clock::time_point now_{std::chrono::hours{1000}};
};

}  // namespace acervo::testkit
