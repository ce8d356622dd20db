#pragma once

#include <compare>
#include <cstdint>

namespace acervo {

/// An amount of bytes that cannot be taken for another number: `mebibytes(64)`.
class ByteSize {
public:
    constexpr ByteSize() noexcept = default;
    explicit constexpr ByteSize(std::uint64_t bytes) noexcept : bytes_{bytes} {}

    constexpr std::uint64_t bytes() const noexcept { return bytes_; }
    friend constexpr auto operator<=>(const ByteSize&, const ByteSize&) = default;

private:
    std::uint64_t bytes_{0};
};

constexpr ByteSize kibibytes(std::uint64_t count) noexcept { return ByteSize{count << 10}; }
constexpr ByteSize mebibytes(std::uint64_t count) noexcept { return ByteSize{count << 20}; }
constexpr ByteSize gibibytes(std::uint64_t count) noexcept { return ByteSize{count << 30}; }

}  // namespace acervo
