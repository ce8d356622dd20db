#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/ffmpeg/track_index.hpp"
#include "domain/rendition/plan.hpp"

/// The words around one CMAF set: HLS (RFC 8216) and DASH on demand (ISO/IEC 23009-1 §8.3), both over the same bytes.
/// Every track is one file, read by ranges: a set is a handful of objects, however long the film is.
namespace acervo::ffmpeg {

/// One track of pictures or of sound.
struct SetTrack {
    /// From the folder above `hls/` and `dash/`.
    std::string file{};
    TrackIndex index{};
    /// Of pictures only.
    std::optional<EncodedSize> size{};
    Rational frame_rate{};
    /// Of sound only.
    int channels{0};
    int sample_rate_hz{0};
    std::string language{};
    /// Of the file, not ours: anything may stand in it.
    std::string title{};

    bool is_picture() const noexcept { return size.has_value(); }
};

/// Name of the playlist of one track, in the order of the set.
std::string playlist_name(std::size_t track);
std::string hls_playlist(const SetTrack& track);
/// Pictures first. The first sound is the one that plays.
std::string hls_master(const std::vector<SetTrack>& tracks);
std::string dash_manifest(const std::vector<SetTrack>& tracks);

/// Which tile of a sheet is of when, as WebVTT (W3C) with media fragments (`sprite.webp#xywh=…`).
std::string sprite_track(const PassPlan& plan, const PlannedRendition& rendition);

}  // namespace acervo::ffmpeg
