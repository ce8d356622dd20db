#include "domain/rendition/profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "domain/names.hpp"

namespace acervo {
namespace {

constexpr Names<RenditionUse, 6> kUses{{{RenditionUse::Proxy, "proxy"},
                                        {RenditionUse::Thumbnail, "thumbnail"},
                                        {RenditionUse::OnDemand, "on_demand"},
                                        {RenditionUse::WebDelivery, "web_delivery"},
                                        {RenditionUse::SocialDelivery, "social_delivery"},
                                        {RenditionUse::TvDelivery, "tv_delivery"}}};
constexpr Names<VideoCodec, 2> kVideoCodecs{{{VideoCodec::H264, "h264"}, {VideoCodec::ProRes, "prores"}}};
constexpr Names<SoundCodec, 3> kSoundCodecs{
    {{SoundCodec::Aac, "aac"}, {SoundCodec::Mp3, "mp3"}, {SoundCodec::Pcm24, "pcm_s24"}}};
constexpr Names<StillFormat, 2> kStillFormats{{{StillFormat::Jpeg, "jpeg"}, {StillFormat::Webp, "webp"}}};

/// Collects what is wrong with a profile.
class Findings {
public:
    void need(bool holds, std::string field, std::string why) {
        if (!holds) found_.push_back({std::move(field), std::move(why)});
    }
    void in_range(double value, std::pair<double, double> range, std::string field) {
        need(value >= range.first && value <= range.second, std::move(field),
             fmt::format("must be from {} to {}", range.first, range.second));
    }
    void file_name(std::string_view name, std::string field) {
        const auto slash_or_plain = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == '/';
        };
        need(!name.empty() && std::ranges::all_of(name, slash_or_plain) && name.front() != '/' && name.front() != '.' &&
                 !name.contains("/.") && !name.contains("//") && name.contains('.'),
             std::move(field), "must be a name of a-z, 0-9, '.', '_', '-' with an extension");
    }
    void ends_in(std::string_view name, std::initializer_list<std::string_view> endings, std::string field) {
        need(std::ranges::any_of(endings, [&](auto ending) { return name.ends_with(ending); }), std::move(field),
             fmt::format("must end in {}", fmt::join(endings, " or ")));
    }
    std::vector<FieldError> take() { return std::move(found_); }

private:
    std::vector<FieldError> found_;
};

void look_at(Findings& findings, const VideoCoding& video, const std::string& at) {
    findings.in_range(video.max_width, {16, 16'384}, at + ".max_width");
    findings.in_range(video.max_height, {16, 16'384}, at + ".max_height");
    findings.in_range(video.bitrate_kbps, {20, 1'000'000}, at + ".bitrate_kbps");
    findings.in_range(video.max_frame_rate, {1, 240}, at + ".max_frame_rate");
    findings.in_range(video.key_frame_seconds, {0.1, 20}, at + ".key_frame_seconds");
}

void look_at(Findings& findings, const SoundCoding& sound, const std::string& at) {
    findings.in_range(sound.bitrate_kbps, {16, 1'000}, at + ".bitrate_kbps");
    findings.in_range(sound.max_channels, {1, 8}, at + ".max_channels");
    findings.need(sound.sample_rate_hz == 44'100 || sound.sample_rate_hz == 48'000, at + ".sample_rate_hz",
                  "must be 44100 or 48000");
    if (!sound.loudness) return;
    findings.in_range(sound.loudness->integrated_lufs, {-40, -5}, at + ".loudness.integrated_lufs");
    findings.in_range(sound.loudness->true_peak_dbtp, {-20, 0}, at + ".loudness.true_peak_dbtp");
}

void look_at(Findings& findings, const FilmFile& film, const Profile& profile) {
    look_at(findings, film.video, "film.video");
    look_at(findings, film.sound, "film.sound");
    if (film.video.codec == VideoCodec::H264) {
        findings.ends_in(profile.filename, {".mp4"}, "filename");
        findings.need(film.sound.codec == SoundCodec::Aac, "film.sound.codec", "must be aac beside h264");
    } else {
        findings.ends_in(profile.filename, {".mov"}, "filename");
        findings.need(film.sound.codec == SoundCodec::Pcm24, "film.sound.codec", "must be pcm_s24 beside prores");
    }
}

void look_at(Findings& findings, const SoundFile& file, const Profile& profile) {
    look_at(findings, file.sound, "sound");
    switch (file.sound.codec) {
        case SoundCodec::Aac:
            return findings.ends_in(profile.filename, {".m4a"}, "filename");
        case SoundCodec::Mp3:
            return findings.ends_in(profile.filename, {".mp3"}, "filename");
        case SoundCodec::Pcm24:
            return findings.ends_in(profile.filename, {".wav"}, "filename");
    }
}

void look_at(Findings& findings, const StillFile& still, const Profile& profile) {
    findings.in_range(still.max_width, {16, 16'383}, "still.max_width");
    findings.in_range(still.max_height, {16, 16'383}, "still.max_height");
    findings.in_range(still.quality, {1, 100}, "still.quality");
    if (still.format == StillFormat::Jpeg) {
        findings.ends_in(profile.filename, {".jpg"}, "filename");
    } else {
        findings.ends_in(profile.filename, {".webp"}, "filename");
    }
}

void look_at(Findings& findings, const AdaptiveSet& set, const Profile& profile) {
    findings.ends_in(profile.filename, {".m3u8"}, "filename");
    findings.need(profile.filename.starts_with("hls/"), "filename", "must lie in hls/");
    findings.file_name(set.dash_filename, "adaptive.dash_filename");
    findings.ends_in(set.dash_filename, {".mpd"}, "adaptive.dash_filename");
    findings.need(set.dash_filename.starts_with("dash/"), "adaptive.dash_filename", "must lie in dash/");
    findings.in_range(set.segment_seconds, {1, 20}, "adaptive.segment_seconds");
    look_at(findings, set.sound, "adaptive.sound");
    findings.need(set.sound.codec == SoundCodec::Aac, "adaptive.sound.codec", "must be aac");
    for (std::size_t i = 0; i < set.rungs.size(); ++i) {
        const auto at = fmt::format("adaptive.rungs[{}]", i);
        const auto& rung = set.rungs[i];
        look_at(findings, rung, at);
        findings.need(rung.codec == VideoCodec::H264, at + ".codec", "must be h264");
        findings.need(rung.key_frame_seconds <= set.segment_seconds, at + ".key_frame_seconds",
                      "must not be longer than a segment");
        findings.need(rung.key_frame_seconds == set.rungs.front().key_frame_seconds &&
                          rung.max_frame_rate == set.rungs.front().max_frame_rate,
                      at, "must have the key frames and the frame rate of the first rung");
        findings.need(i == 0 || rung.max_height < set.rungs[i - 1].max_height, at + ".max_height",
                      "must be smaller than in the rung before");
    }
}

void look_at(Findings& findings, const SpriteSheet& sprite, const Profile& profile) {
    findings.ends_in(profile.filename, {".webp"}, "filename");
    findings.file_name(sprite.track_filename, "sprite.track_filename");
    findings.ends_in(sprite.track_filename, {".vtt"}, "sprite.track_filename");
    findings.in_range(sprite.tile_width, {16, 1'000}, "sprite.tile_width");
    findings.in_range(sprite.columns, {1, 100}, "sprite.columns");
    findings.in_range(sprite.max_tiles, {1, 2'500}, "sprite.max_tiles");
    findings.in_range(sprite.min_interval_seconds, {0.1, 600}, "sprite.min_interval_seconds");
    findings.in_range(sprite.quality, {1, 100}, "sprite.quality");
    findings.need(sprite.tile_width * sprite.columns <= 16'383, "sprite.columns",
                  "makes a sheet wider than WebP can be");
}

void look_at(Findings& findings, const WaveformPeaks& peaks, const Profile& profile) {
    findings.ends_in(profile.filename, {".json"}, "filename");
    findings.in_range(peaks.peaks_per_second, {1, 1'000}, "waveform.peaks_per_second");
    findings.in_range(peaks.max_peaks, {100, 1'000'000}, "waveform.max_peaks");
}

void look_at_name(Findings& findings, const Profile& profile) {
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    findings.need(!profile.name.empty() && profile.name.size() <= 60 && std::ranges::all_of(profile.name, plain),
                  "name", "must be 1 to 60 of a-z, 0-9 and _");
    findings.in_range(profile.version, {1, 1'000'000}, "version");
    findings.need(!profile.asset_types.empty(), "asset_types", "must name a type");
    findings.file_name(profile.filename, "filename");
    findings.need(profile.mime_type.contains('/'), "mime_type", "must be a media type");
    findings.need(!(profile.mandatory && profile.is_on_demand()), "mandatory", "cannot be, on demand");
}

}  // namespace

bool Profile::is_for(AssetType type) const noexcept {
    return std::ranges::find(asset_types, type) != asset_types.end();
}

Result<void> check(const Profile& profile) {
    Findings findings;
    look_at_name(findings, profile);
    std::visit([&](const auto& product) { look_at(findings, product, profile); }, profile.product);
    auto found = findings.take();
    if (found.empty()) return ok();
    auto message = fmt::format("profile {:?}: {} {}", profile.name, found.front().pointer, found.front().detail);
    return fail(Error{ErrorKind::InvalidInput, std::move(message)}.with_fields(std::move(found)));
}

std::string_view name_of(RenditionUse use) noexcept { return name_in(kUses, use); }
std::string_view name_of(VideoCodec codec) noexcept { return name_in(kVideoCodecs, codec); }
std::string_view name_of(SoundCodec codec) noexcept { return name_in(kSoundCodecs, codec); }
std::string_view name_of(StillFormat format) noexcept { return name_in(kStillFormats, format); }
Result<RenditionUse> parse_rendition_use(std::string_view name) { return value_in(kUses, name, "use"); }
Result<VideoCodec> parse_video_codec(std::string_view name) { return value_in(kVideoCodecs, name, "video codec"); }
Result<SoundCodec> parse_sound_codec(std::string_view name) { return value_in(kSoundCodecs, name, "sound codec"); }
Result<StillFormat> parse_still_format(std::string_view name) { return value_in(kStillFormats, name, "format"); }

}  // namespace acervo
