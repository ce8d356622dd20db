#include "adapters/postgres/backoff.hpp"

#include <algorithm>
#include <random>

namespace acervo::postgres {

std::chrono::milliseconds jittered(std::chrono::milliseconds longest) {
    thread_local std::minstd_rand generator{std::random_device{}()};
    std::uniform_int_distribution<std::int64_t> between{longest.count() / 2, longest.count()};
    return std::chrono::milliseconds{between(generator)};
}

std::chrono::milliseconds Backoff::next() {
    constexpr std::chrono::milliseconds kFirst{50};
    constexpr std::chrono::milliseconds kLongest{1000};
    const int tries = tries_++;
    if (tries == 0) return std::chrono::milliseconds::zero();
    return jittered(std::min(kLongest, kFirst * (1 << std::min(tries - 1, 10))));
}

}  // namespace acervo::postgres
