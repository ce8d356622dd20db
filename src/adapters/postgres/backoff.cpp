#include "adapters/postgres/backoff.hpp"

#include <algorithm>

#include "core/random.hpp"

namespace acervo::postgres {

std::chrono::milliseconds jittered(std::chrono::milliseconds longest) {
    thread_local auto random = SeededRandom::from_entropy();
    const auto half = static_cast<std::uint64_t>(std::max<std::int64_t>(longest.count() / 2, 0));
    return longest - std::chrono::milliseconds{random.up_to(half)};
}

std::chrono::milliseconds Backoff::next() {
    constexpr std::chrono::milliseconds kFirst{50};
    constexpr std::chrono::milliseconds kLongest{1000};
    const int tries = tries_++;
    if (tries == 0) return std::chrono::milliseconds::zero();
    return jittered(std::min(kLongest, kFirst * (1 << std::min(tries - 1, 10))));
}

}  // namespace acervo::postgres
