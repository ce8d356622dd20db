#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "domain/rendition/plan.hpp"

/// FFmpeg's command lines (ffmpeg(1)): everything but the program's own name. Files that are written are named relative
/// to the work folder, in which FFmpeg runs.
namespace acervo::ffmpeg {

/// Where the samples for a waveform go.
inline constexpr auto kSamples = "samples.pipe";
inline constexpr int kSampleRate = 48'000;
/// DASH that FFmpeg writes beside the tracks, of which nothing is kept.
inline constexpr auto kScratchManifest = "scratch.mpd";

/// The names of an adaptive set's tracks, in the order of FFmpeg's numbers: pictures, then sounds.
std::string track_file(std::size_t track);

/// Looks at the first sound only: how loud it is, where it is silent; with `samples` it is written there besides, as
/// signed 16-bit numbers.
std::vector<std::string> listen(const std::filesystem::path& master, const PassPlan& plan, bool samples);

/// Makes all files of the pass. `gain_db` is for the sounds of profiles that ask for a loudness, by rendition.
std::vector<std::string> encode(const std::filesystem::path& master, const PassPlan& plan,
                                const std::vector<double>& gain_db);

/// Makes all stills of the pass.
std::vector<std::string> take_stills(const std::filesystem::path& master, const PassPlan& plan);

/// How many tiles the sheet of a film has, and how far they are apart.
struct SpriteGrid {
    double interval_seconds{2};
    int tiles{1};
    int rows{1};
};
SpriteGrid grid_of(const SpriteSheet& sprite, const PassPlan& plan);

/// Whether FFmpeg writes a file for it in `encode`; a waveform is ours.
bool is_encoded(const PlannedRendition& rendition);

/// How long a group of pictures is.
int key_frame_distance(const VideoCoding& coding, const Rational& frame_rate);

}  // namespace acervo::ffmpeg
