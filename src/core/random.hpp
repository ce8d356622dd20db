#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace acervo {

/// Fills `out` from the cryptographic generator of OpenSSL. Safe from any thread. Throws std::runtime_error when the
/// system gives no entropy: nothing may go on with predictable keys.
void fill_random(std::span<std::uint8_t> out);

/// `bytes` random bytes as base64url without padding: for tokens, nonces, passwords. 32 are 256 bits and 43 characters.
std::string random_token(std::size_t bytes);

/// Pseudo-random numbers for jitter and sampling, never for secrets: SplitMix64 (Steele, Lea, Flood: Fast splittable
/// pseudorandom number generators, OOPSLA 2014). The same seed gives the same numbers.
class SeededRandom {
public:
    explicit constexpr SeededRandom(std::uint64_t seed) noexcept : state_{seed} {}
    /// With a seed that cannot be foreseen.
    static SeededRandom from_entropy();

    std::uint64_t next() noexcept;
    /// Evenly from [0, limit]; both ends may come.
    std::uint64_t up_to(std::uint64_t limit) noexcept;

private:
    std::uint64_t state_;
};

}  // namespace acervo
