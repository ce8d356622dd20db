#include "domain/upload/part_plan.hpp"

#include <algorithm>

namespace acervo {
namespace {

constexpr std::uint64_t kMiB = 1ULL << 20;
constexpr std::uint64_t kSmallestPart = 8 * kMiB;
constexpr std::uint64_t kLargestPart = 5120 * kMiB;
// Enough parts that a lost one is cheap to send again, few enough that their addresses and ETags stay a small message.
constexpr std::uint64_t kWantedParts = 1000;

}  // namespace

Result<PartPlan> PartPlan::make(std::uint64_t file_size) {
    if (file_size == 0) return fail(ErrorKind::InvalidInput, "an empty file cannot be an asset");
    if (file_size > kMaxFileSize) return fail(ErrorKind::TooLarge, "a master has at most 5 TiB");
    const auto wanted = (file_size + kWantedParts - 1) / kWantedParts;
    const auto whole_mib = (wanted + kMiB - 1) / kMiB * kMiB;
    return PartPlan{file_size, std::clamp(whole_mib, kSmallestPart, kLargestPart)};
}

std::uint64_t PartPlan::size_of(int part_number) const noexcept {
    if (part_number < 1 || part_number > part_count()) return 0;
    return std::min(part_size_, file_size_ - offset_of(part_number));
}

}  // namespace acervo
