#include "core/random.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <stdexcept>
#include <vector>

#include "core/encoding.hpp"

namespace acervo {

void fill_random(std::span<std::uint8_t> out) {
    constexpr std::size_t kMost = 1U << 20U;  // RAND_bytes counts with an int
    while (!out.empty()) {
        const auto piece = out.first(std::min(out.size(), kMost));
        if (RAND_bytes(piece.data(), static_cast<int>(piece.size())) != 1) {
            throw std::runtime_error{"the random number generator of OpenSSL failed"};
        }
        out = out.subspan(piece.size());
    }
}

std::string random_token(std::size_t bytes) {
    std::vector<std::uint8_t> random(bytes);
    fill_random(random);
    return to_base64url(random);
}

SeededRandom SeededRandom::from_entropy() {
    std::array<std::uint8_t, 8> bytes{};
    fill_random(bytes);
    return SeededRandom{std::bit_cast<std::uint64_t>(bytes)};
}

std::uint64_t SeededRandom::next() noexcept {
    state_ += 0x9E3779B97F4A7C15U;
    auto z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
}

std::uint64_t SeededRandom::up_to(std::uint64_t limit) noexcept {
    if (limit == std::numeric_limits<std::uint64_t>::max()) return next();
    // Numbers of the last, incomplete round of `limit + 1` would favour the small ones: draw again.
    const auto count = limit + 1;
    const auto rest = (std::numeric_limits<std::uint64_t>::max() % count + 1) % count;
    auto number = next();
    while (number > std::numeric_limits<std::uint64_t>::max() - rest) number = next();
    return number % count;
}

}  // namespace acervo
