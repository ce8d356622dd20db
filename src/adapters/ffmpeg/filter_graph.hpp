#pragma once

#include <string>
#include <vector>

#include "domain/rendition/plan.hpp"

/// FFmpeg's filter graphs as text (ffmpeg-filters(1)).
namespace acervo::ffmpeg {

/// Where the filters write what they find, below the work folder.
inline constexpr auto kPictureFindings = "flaws_picture.txt";
inline constexpr auto kSoundFindings = "flaws_sound.txt";

/// How a part of the master is cut: where reading starts, and what is thrown away before the first frame and after the
/// last one.
struct Cut {
    /// Before the first frame by half a frame, so that no rounding loses it; 0 when the file is read from its start.
    double seek_seconds{0};
    /// Of what is read.
    double first_seconds{0};
    double end_seconds{0};
    /// The file can be entered anywhere; else frames are counted from its start.
    bool seeks{false};
};

/// InvalidInput never: `span` was checked when the pass was planned.
Cut cut_of(const PassPlan& plan);

/// The steps that all pictures of the pass take, from the master to the size of the largest file.
std::string picture_head(const PassPlan& plan);

/// One sound of the master as one stream, from its start, without gaps.
std::string sound_head(const PassPlan& plan, const SoundPlan& sound);

/// To the size of one file.
std::string scale_to(const EncodedSize& size);

}  // namespace acervo::ffmpeg
