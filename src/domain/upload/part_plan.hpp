#pragma once

#include <cstdint>

#include "core/result.hpp"

namespace acervo {

/// How a master is cut for a multipart upload. The limits are those of Amazon S3: parts of 5 MiB to 5 GiB (the last may
/// be smaller), at most 10,000 of them.
class PartPlan {
public:
    static constexpr std::uint64_t kMaxFileSize = 5ULL << 40;  // 5 TiB

    /// For a file of `file_size` bytes: 8 MiB parts while there are at most about a thousand of them, larger ones
    /// beyond, in whole MiB up to 5 GiB: 50 GB makes 48 MiB parts, 5 TiB makes 1,024 of 5 GiB. InvalidInput for 0,
    /// TooLarge above 5 TiB.
    static Result<PartPlan> make(std::uint64_t file_size);
    /// The plan an open upload was given.
    PartPlan(std::uint64_t file_size, std::uint64_t part_size) noexcept
        : file_size_{file_size}, part_size_{part_size} {}

    std::uint64_t file_size() const noexcept { return file_size_; }
    std::uint64_t part_size() const noexcept { return part_size_; }
    int part_count() const noexcept { return static_cast<int>((file_size_ + part_size_ - 1) / part_size_); }
    /// Bytes of part `part_number`, counted from 1; 0 outside the plan.
    std::uint64_t size_of(int part_number) const noexcept;
    std::uint64_t offset_of(int part_number) const noexcept {
        return static_cast<std::uint64_t>(part_number - 1) * part_size_;
    }

private:
    std::uint64_t file_size_;
    std::uint64_t part_size_;
};

}  // namespace acervo
