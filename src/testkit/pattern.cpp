#include "testkit/pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "testkit/memory.hpp"

namespace acervo::testkit {
namespace {

/// No power of two divides the period, so that a block in the wrong place shows.
constexpr std::uint64_t kPeriod = 251;

}  // namespace

void fill_pattern(std::span<char> into, std::uint64_t offset) {
    auto value = offset % kPeriod;
    for (char& byte : into) {
        byte = static_cast<char>(value);
        if (++value == kPeriod) value = 0;
    }
}

bool is_pattern(std::span<const char> bytes, std::uint64_t offset) {
    auto value = offset % kPeriod;
    return std::ranges::all_of(bytes, [&value](char byte) {
        const bool right = byte == static_cast<char>(value);
        if (++value == kPeriod) value = 0;
        return right;
    });
}

Async<Result<std::size_t>> PatternSource::read(std::span<char> into) {
    into = into.first(static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), length_ - given_)));
    fill_pattern(into, given_);
    given_ += into.size();
    co_return into.size();
}

Async<std::uint64_t> read_pattern(ByteSource* source, std::uint64_t* peak) {
    std::vector<char> piece(std::size_t{64} * 1024);
    std::uint64_t offset = 0;
    for (;;) {
        const auto count = co_await source->read(piece);
        if (!count) throw std::runtime_error{count.error().message()};
        if (*count == 0) co_return offset;
        if (!is_pattern(std::span{piece}.first(*count), offset)) {
            throw std::runtime_error{fmt::format("a wrong byte behind {}", offset)};
        }
        offset += *count;
        if (peak != nullptr) *peak = std::max(*peak, memory_in_use());
    }
}

}  // namespace acervo::testkit
