#pragma once

#include <filesystem>
#include <vector>

#include "adapters/ffmpeg/manifests.hpp"
#include "ports/rendition_maker.hpp"

namespace acervo::ffmpeg {

/// Reads the tracks that FFmpeg wrote below `folder` and writes the playlists and the manifest over them. Internal when
/// key frames are not in the same places in all tracks of pictures; what `check_picture_seconds` says of their length.
Result<MadeRendition> describe_set(const std::filesystem::path& folder, const PassPlan& plan,
                                   const PlannedRendition& rendition);

/// A file below the work folder, as it is answered. Internal when it is not there or has nothing in it.
Result<MadeFile> made_file(const std::filesystem::path& folder, std::string filename, std::string mime_type);
/// Internal when it cannot be written.
Result<void> write_text(const std::filesystem::path& file, std::string_view text);
std::string read_text(const std::filesystem::path& file);

}  // namespace acervo::ffmpeg
