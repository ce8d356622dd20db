#pragma once

#include <optional>
#include <vector>

#include "domain/rendition/plan.hpp"

/// The steps of `plan_pass`, each by itself.
namespace acervo::plan_steps {

/// Width and height of the picture as people see it: upright, with square pixels, not yet even.
struct ShownSize {
    double width;
    double height;
};

ShownSize shown_size(const VideoFormat& video);

/// The largest size of even sides that fits into the box, never larger than what is shown; the box of a portrait is
/// turned. At least 2×2, which is what encoders need.
EncodedSize fit(ShownSize shown, int max_width, int max_height);

/// As `fit`; the bit rate falls with the number of pixels to the power of 3/4, because small pictures need more per
/// pixel.
EncodedSize fit(ShownSize shown, const VideoCoding& coding);

/// The rungs that are not larger than what is shown (10 % are forgiven), or the lowest alone.
std::vector<EncodedSize> fit_rungs(ShownSize shown, const std::vector<VideoCoding>& rungs);

/// At most `max` frames a second: faster rates are halved; strange and variable ones become the next usual one.
Rational steady_rate(const VideoFormat& video, int max);

/// All but the sizes and the depth, which its files decide.
PicturePlan plan_picture(const MediaInfo& media, const MediaStream& stream, int max_frame_rate);

/// Every sound of the master that a person may want: pairs where there are streams of one channel, else each stream.
std::vector<SoundPlan> plan_sounds(const MediaInfo& media);

/// Nothing when the container only guesses how long it is.
std::optional<std::int64_t> exact_duration(const MediaInfo& media, const MediaStream& stream);

}  // namespace acervo::plan_steps
