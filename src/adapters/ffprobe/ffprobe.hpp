#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "child/child_process.hpp"
#include "core/result.hpp"
#include "ports/media_prober.hpp"

namespace acervo {

struct FfprobeOptions {
    std::filesystem::path ffprobe{"/usr/bin/ffprobe"};
    /// Each child gets an empty folder of its own below, which it may write into and does not.
    std::filesystem::path work_folder;
    std::chrono::seconds longest{60};
    /// Address space of one child.
    std::uint64_t memory_bytes{4ULL << 30U};
};

/// Asks ffprobe 5.1 or newer, as a child without rights. It opens formats that bear media and nothing that points
/// elsewhere (playlists, concatenations, scripts), from files only.
std::unique_ptr<MediaProber> make_ffprobe(FfprobeOptions options);

/// Why a child did not succeed: UnsupportedType when that is the file's doing, Timeout and Internal when it may be the
/// machine's. The words do not name the path.
Error failure_of_ffprobe(const ChildOutcome& outcome, const std::filesystem::path& file);

/// What `ffprobe -show_format -show_streams -of json` says. Internal when it is not what ffprobe writes.
Result<MediaInfo> media_from_ffprobe(std::string_view json);

}  // namespace acervo
