#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "http/stream/range.hpp"

// The first eight bytes are the representation's size, the rest the field's value. Whatever comes, the ranges lie
// inside the representation and no byte is in two of them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::uint64_t total = 0;
    if (size < sizeof total) return 0;
    std::memcpy(&total, data, sizeof total);
    const std::string value{reinterpret_cast<const char*>(data) + sizeof total, size - sizeof total};  // NOLINT
    auto answer = acervo::http::select_ranges(value, total);
    if ((answer.outcome == acervo::http::RangeOutcome::Partial) == answer.ranges.empty()) std::abort();
    if (answer.ranges.size() > acervo::http::kMaxRanges) std::abort();
    std::ranges::sort(answer.ranges);
    for (std::size_t i = 0; i < answer.ranges.size(); ++i) {
        const auto& range = answer.ranges[i];
        if (range.first > range.last || range.last >= total) std::abort();
        if (i > 0 && range.first <= answer.ranges[i - 1].last) std::abort();
    }
    return 0;
}
