#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/byte_source.hpp"

namespace acervo::testkit {

/// Writes the bytes that stand at `offset` of an endless test stream without a short period.
void fill_pattern(std::span<char> into, std::uint64_t offset);
bool is_pattern(std::span<const char> bytes, std::uint64_t offset);

/// The first `length` bytes of the stream; `told` is what it says its size is.
class PatternSource final : public ByteSource {
public:
    PatternSource(std::uint64_t length, std::optional<std::uint64_t> told) : length_{length}, told_{told} {}
    explicit PatternSource(std::uint64_t length) : PatternSource{length, length} {}

    Async<Result<std::size_t>> read(std::span<char> into) override;
    std::optional<std::uint64_t> size() const noexcept override { return told_; }
    std::uint64_t given() const noexcept { return given_; }

private:
    std::uint64_t length_;
    std::optional<std::uint64_t> told_;
    std::uint64_t given_{0};
};

/// Reads `source` to its end and looks at every byte: how many there were; throws when one is wrong or it fails.
/// `peak`, where given, is raised to the most memory that was in use.
Async<std::uint64_t> read_pattern(ByteSource* source, std::uint64_t* peak);

}  // namespace acervo::testkit
