#include "core/retry_policy.hpp"

#include <algorithm>
#include <cmath>

namespace acervo {
namespace {

const SteadyClock kSteadyClock;

}  // namespace

bool is_retryable(ErrorKind kind) noexcept {
    switch (kind) {
        case ErrorKind::RateLimited:
        case ErrorKind::Unavailable:
        case ErrorKind::Timeout:
            return true;
        case ErrorKind::InvalidInput:
        case ErrorKind::NotFound:
        case ErrorKind::Conflict:
        case ErrorKind::PreconditionFailed:
        case ErrorKind::UnsupportedType:
        case ErrorKind::IdempotencyMismatch:
        case ErrorKind::Forbidden:
        case ErrorKind::Unauthenticated:
        case ErrorKind::TooLarge:
        case ErrorKind::Internal:
            return false;
    }
    return false;
}

Backoff::Backoff(RetryPolicy policy) : Backoff{policy, SeededRandom::from_entropy(), kSteadyClock} {}

std::optional<std::chrono::milliseconds> Backoff::next(const Error& error) noexcept {
    ++failed_;
    if (!is_retryable(error.kind()) || failed_ >= policy_.attempts) return std::nullopt;

    const auto grown = static_cast<double>(policy_.first.count()) * std::pow(policy_.factor, failed_ - 1);
    const auto longest = static_cast<double>(policy_.longest.count());
    // `min` before the conversion: the power soon leaves the range of any integer.
    const auto ceiling = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::min(grown, longest)));
    const auto jitter = [this](std::int64_t most) {
        return std::chrono::milliseconds{random_.up_to(static_cast<std::uint64_t>(most))};
    };
    auto wait = jitter(ceiling);
    if (const auto told = error.retry_after()) {
        wait =
            std::max<std::chrono::milliseconds>(wait, *told) + jitter(std::max<std::int64_t>(0, policy_.first.count()));
    }
    if (clock_->now() - began_ + wait > policy_.budget) return std::nullopt;
    return wait;
}

}  // namespace acervo
