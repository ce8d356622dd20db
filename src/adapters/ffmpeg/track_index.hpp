#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.hpp"

namespace acervo::ffmpeg {

/// Bytes [offset, offset + size) of a file.
struct ByteRange {
    std::uint64_t offset{0};
    std::uint64_t size{0};
};

struct TrackSegment {
    ByteRange bytes{};
    /// In ticks of the track.
    std::uint64_t duration{0};
};

/// What the head of a CMAF track file says: where its header, its index and its segments are.
struct TrackIndex {
    /// Ticks per second.
    std::uint32_t timescale{1};
    ByteRange header{};
    ByteRange index{};
    std::vector<TrackSegment> segments{};
    /// RFC 6381: `avc1.640028`, `mp4a.40.2`.
    std::string codec{};

    double seconds() const noexcept;
    double seconds_of(const TrackSegment& segment) const noexcept;
    double longest_segment() const noexcept;
    /// Bits per second: of the segment that has most of them, and of all.
    std::int64_t peak_bandwidth() const noexcept;
    std::int64_t average_bandwidth() const noexcept;
};

/// Reads `moov` and `sidx` (ISO/IEC 14496-12 §8.16.3) of a file that we wrote. Internal when they are not as they
/// should be, when a segment does not begin with a key frame, or when the segments are not all of the rest of the file.
Result<TrackIndex> read_track_index(const std::filesystem::path& file);

}  // namespace acervo::ffmpeg
