#pragma once

#include <chrono>
#include <string>

namespace acervo {

/// A moment in UTC with the resolution PostgreSQL keeps.
using Timestamp = std::chrono::sys_time<std::chrono::microseconds>;

/// Where the time comes from. Tests give a clock of their own.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const noexcept = 0;
};

class SystemClock final : public Clock {
public:
    Timestamp now() const noexcept override;
};

/// Time that only moves forward, at an even pace: for measuring how long something takes. Tests give one of their own.
class MonotonicClock {
public:
    virtual ~MonotonicClock() = default;
    virtual std::chrono::steady_clock::time_point now() const noexcept = 0;
};

class SteadyClock final : public MonotonicClock {
public:
    std::chrono::steady_clock::time_point now() const noexcept override { return std::chrono::steady_clock::now(); }
};

/// RFC 3339 with `Z`: `2026-01-31T08:09:10.123456Z` (the fraction is left out when it is zero).
std::string format_rfc3339(Timestamp moment);

}  // namespace acervo
