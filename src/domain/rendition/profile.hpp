#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "domain/rendition/rendition_key.hpp"

namespace acervo {

enum class VideoCodec { H264, ProRes };
enum class SoundCodec { Aac, Mp3, Pcm24 };
enum class StillFormat { Jpeg, Webp };

/// What pictures become. Never larger than the master; a portrait master turns the box.
struct VideoCoding {
    VideoCodec codec{VideoCodec::H264};
    int max_width{1920};
    int max_height{1080};
    /// On average, for a picture that fills the box; smaller pictures get less. ProRes decides by itself.
    int bitrate_kbps{5000};
    /// Faster masters are halved until they fit.
    int max_frame_rate{60};
    /// Groups of pictures are closed and all of this length, rounded to whole frames.
    double key_frame_seconds{2};
};

/// What the whole sound is brought to by one gain, without compression (EBU R 128, ITU-R BS.1770).
struct LoudnessTarget {
    double integrated_lufs{-23};
    /// The gain is less where a peak would pass this.
    double true_peak_dbtp{-1};
};

struct SoundCoding {
    SoundCodec codec{SoundCodec::Aac};
    /// Not used by PCM.
    int bitrate_kbps{128};
    /// More channels are mixed down; fewer stay as they are.
    int max_channels{2};
    int sample_rate_hz{48'000};
    std::optional<LoudnessTarget> loudness{};
};

/// Pictures with sound in one file.
struct FilmFile {
    VideoCoding video{};
    SoundCoding sound{};
};

struct SoundFile {
    SoundCoding sound{};
};

/// One picture: of a film a frame, of a sound its cover.
struct StillFile {
    StillFormat format{StillFormat::Jpeg};
    int max_width{1920};
    int max_height{1080};
    /// 1 to 100.
    int quality{80};
};

/// One CMAF set (ISO/IEC 23000-19): a file per track, read by ranges, with an HLS (RFC 8216) and a DASH
/// (ISO/IEC 23009-1) description of it.
struct AdaptiveSet {
    /// Largest first; none for sound alone.
    std::vector<VideoCoding> rungs{};
    SoundCoding sound{};
    double segment_seconds{4};
    std::string dash_filename{};
};

/// Small pictures of a whole film in one file, and a WebVTT file that tells which is of when.
struct SpriteSheet {
    int tile_width{160};
    int columns{20};
    int max_tiles{400};
    double min_interval_seconds{2};
    int quality{60};
    std::string track_filename{};
};

/// Highest and lowest samples, as JSON in the form of BBC audiowaveform, version 2.
struct WaveformPeaks {
    int peaks_per_second{20};
    /// Longer sounds have fewer peaks per second.
    int max_peaks{20'000};
};

using Product = std::variant<FilmFile, SoundFile, StillFile, AdaptiveSet, SpriteSheet, WaveformPeaks>;

/// What is made of masters, as data: who changes a word of it raises the version, because keys hold the version and
/// never change their bytes.
struct Profile {
    std::string name{};
    int version{1};
    std::vector<AssetType> asset_types{};
    /// An asset is not ready without it.
    bool mandatory{false};
    RenditionUse use{RenditionUse::Proxy};
    /// Of the file that stands for the rendition.
    std::string filename{};
    std::string mime_type{};
    Product product{};

    bool is_for(AssetType type) const noexcept;
    /// Made only when somebody asks for it.
    bool is_on_demand() const noexcept { return use == RenditionUse::OnDemand; }
};

/// InvalidInput with the field (`film.video.bitrate_kbps`) as `fields()` when the values make no sense.
Result<void> check(const Profile& profile);

std::string_view name_of(RenditionUse use) noexcept;
std::string_view name_of(VideoCodec codec) noexcept;
std::string_view name_of(SoundCodec codec) noexcept;
std::string_view name_of(StillFormat format) noexcept;
/// InvalidInput for a name that is not in the list.
Result<RenditionUse> parse_rendition_use(std::string_view name);
Result<VideoCodec> parse_video_codec(std::string_view name);
Result<SoundCodec> parse_sound_codec(std::string_view name);
Result<StillFormat> parse_still_format(std::string_view name);

}  // namespace acervo
