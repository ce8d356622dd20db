#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace acervo {

/// A frame rate, a time base or an aspect ratio, as the container says it: 30000/1001, never 29.97.
struct Rational {
    std::int64_t num{0};
    std::int64_t den{1};

    bool is_positive() const noexcept { return num > 0 && den > 0; }
    double to_double() const noexcept { return static_cast<double>(num) / static_cast<double>(den); }
    friend bool operator==(const Rational&, const Rational&) = default;
};

enum class StreamKind { Video, Audio, Subtitle, Data, Attachment };

enum class FieldOrder { Unknown, Progressive, TopFirst, BottomFirst };

/// What is so of video streams only.
struct VideoFormat {
    /// As coded, before rotation and pixel aspect.
    int width{0};
    int height{0};
    /// Of one pixel; 1:1 when the file does not say.
    Rational pixel_aspect{1, 1};
    /// Clockwise, in degrees, to show it upright: 0, 90, 180 or 270.
    int rotation{0};
    /// Nothing when unknown, as for one picture.
    std::optional<Rational> frame_rate{};
    /// The average differs from the nominal rate.
    bool variable_frame_rate{false};
    FieldOrder field_order{FieldOrder::Unknown};
    std::string pixel_format{};
    int bits_per_component{8};
    bool has_alpha{false};
    /// FFmpeg's names (`bt709`, `bt2020nc`, `smpte2084`, `tv`); empty when the file does not say.
    std::string color_primaries{};
    std::string color_transfer{};
    std::string color_space{};
    std::string color_range{};
    /// A cover picture inside a sound file, not a film.
    bool is_attached_picture{false};
    /// The stream bears metadata of HDR10 (SMPTE ST 2086), or a layer of Dolby Vision.
    bool has_mastering_display{false};
    bool has_dolby_vision{false};

    /// PQ (SMPTE ST 2084) or HLG (ARIB STD-B67): must be tone-mapped for screens of standard range.
    bool is_high_dynamic_range() const noexcept {
        return color_transfer == "smpte2084" || color_transfer == "arib-std-b67";
    }
    bool is_interlaced() const noexcept {
        return field_order == FieldOrder::TopFirst || field_order == FieldOrder::BottomFirst;
    }
};

/// What is so of audio streams only.
struct AudioFormat {
    int sample_rate_hz{0};
    int channels{0};
    /// FFmpeg's name (`stereo`, `5.1`); empty when unknown.
    std::string channel_layout{};
    int bits_per_sample{0};
};

/// One stream of a container.
struct MediaStream {
    /// Its number in the container, from 0.
    int index{0};
    StreamKind kind{StreamKind::Data};
    /// FFmpeg's name: `h264`, `prores`, `pcm_s24le`. Empty when no decoder knows it.
    std::string codec{};
    std::string codec_profile{};
    Rational time_base{0, 1};
    std::optional<std::int64_t> duration_ms{};
    std::optional<std::int64_t> bit_rate{};
    std::optional<std::int64_t> frame_count{};
    /// BCP 47 or ISO 639-2, as the file says it; empty when it does not.
    std::string language{};
    std::string title{};
    bool is_default{false};
    std::optional<VideoFormat> video{};
    std::optional<AudioFormat> audio{};
};

/// What a file is by its content, as a prober found it. Shown to people as `technical_metadata`.
struct MediaInfo {
    /// FFmpeg's demuxer names: `mov,mp4,m4a,3gp,3g2,mj2`, `mxf`, `png_pipe`.
    std::string container{};
    /// Of the longest stream; nothing for a still picture or an endless stream.
    std::optional<std::int64_t> duration_ms{};
    std::optional<std::int64_t> bit_rate{};
    std::uint64_t file_size_bytes{0};
    /// Of the first frame, SMPTE ST 12-1: `10:00:00:00`, with `;` before the frames when it is drop-frame.
    std::optional<std::string> start_timecode{};
    std::vector<MediaStream> streams{};
    /// Words of the container: title, artist, creation_time … by lower-case name, at most 200 of at most 10,000 bytes.
    std::map<std::string, std::string> tags{};
    /// All that the prober said, a JSON object; `{}` where that is more than 256 KiB.
    std::string raw{"{}"};

    /// The film: the default one of the largest video streams that are no cover pictures; null when there is none.
    const MediaStream* main_video() const noexcept;
    /// Streams with sound that can be decoded, in the order of the container.
    std::vector<const MediaStream*> audio_streams() const;
};

}  // namespace acervo
