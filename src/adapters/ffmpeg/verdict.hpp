#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "child/child_process.hpp"
#include "core/result.hpp"
#include "ports/rendition_maker.hpp"

/// Judges what FFmpeg answered and what it made.
namespace acervo::ffmpeg {

/// Why the child did not succeed, as `RenditionMaker::make` tells it apart. Call it for those that did not.
Error failure_of(const ChildOutcome& outcome, std::string_view what);

/// What ffprobe says of a file that we made.
struct FileFacts {
    std::optional<int> width{};
    std::optional<int> height{};
    std::string picture_codec{};
    std::string sound_codec{};
    std::optional<double> picture_seconds{};
    std::optional<double> sound_seconds{};
    std::optional<std::int64_t> frames{};
};

/// ffprobe's arguments, for `facts_in`.
std::vector<std::string> look_at(std::string_view file);
/// Internal when it is no answer of ffprobe.
Result<FileFacts> facts_in(std::string_view json);

/// Whether the file is what was planned: its streams, its size, its length within a frame. UnsupportedType when it is
/// too short, because the master ended before its time; Internal for everything else.
Result<void> check_facts(const FileFacts& facts, const PassPlan& plan, const PlannedRendition& rendition);

/// Whether pictures of this length are as long as the master; as above.
Result<void> check_picture_seconds(double seconds, const PassPlan& plan);
Result<void> check_sound_seconds(double seconds, const PassPlan& plan);

}  // namespace acervo::ffmpeg
