#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "ports/rendition_maker.hpp"

namespace acervo {

struct FfmpegOptions {
    std::filesystem::path ffmpeg{"/usr/bin/ffmpeg"};
    std::filesystem::path ffprobe{"/usr/bin/ffprobe"};
    /// Address space of one child.
    std::uint64_t memory_bytes{16ULL << 30U};
    /// Of one file that is made.
    std::uint64_t file_bytes{1ULL << 40U};
    /// A pass may last this many times as long as its film, and ten minutes besides.
    int longest_times_duration{30};
};

/// Makes films, sounds, adaptive sets, sprite sheets, waveforms and stills of films with FFmpeg 5.1 or newer, each
/// command as a child with limits.
std::unique_ptr<RenditionMaker> make_ffmpeg_rendition_maker(FfmpegOptions options);

}  // namespace acervo
