#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "domain/media/media_info.hpp"
#include "domain/rendition/profile.hpp"
#include "domain/rendition/rendition.hpp"

namespace acervo {

/// What a pass does to every picture before any of its files, so that it is done once. The steps are in their order.
struct PicturePlan {
    enum class Deinterlace { No, FlaggedFrames, AllFrames };
    /// Of what the master's numbers mean: `Convert` is for wide colours of standard range, `ToneMap` for high range.
    enum class Color { Standard, Convert, ToneMap };

    /// In the container.
    int stream{0};
    Deinterlace deinterlace{Deinterlace::No};
    /// Every file has this rate, and all the same frames: masters of variable rate get a constant one.
    Rational frame_rate{25, 1};
    /// The master's frames come out one by one: none dropped, none repeated.
    bool keeps_every_frame{true};
    /// Transparent parts become black.
    bool flatten_alpha{false};
    Color color{Color::Standard};
    /// FFmpeg's names, never empty: what files do not say is guessed from their size, as players do.
    std::string color_space{};
    std::string color_transfer{};
    std::string color_primaries{};
    /// `tv` or `pc`.
    std::string color_range{};
    /// Upright, with square pixels; the largest of the files.
    int width{0};
    int height{0};
    bool is_ten_bit{false};
    /// How long the pictures last, when the container can be believed.
    std::optional<std::int64_t> duration_ms{};
};

/// One sound that a person can choose.
struct SoundPlan {
    /// `JoinMono`: two streams of one channel are left and right. `FirstTwo`: nobody says what the channels of the one
    /// stream are, so the first two are taken for left and right.
    enum class Mix { Downmix, JoinMono, FirstTwo };

    std::vector<int> streams{};
    Mix mix{Mix::Downmix};
    /// Before the mix down of a profile.
    int channels{2};
    /// As the file says it; empty when it does not.
    std::string language{};
    /// For people: `Tracks 3+4`; empty for the first.
    std::string title{};
    std::optional<std::int64_t> duration_ms{};
};

/// How large a file's picture is, and how much it may say per second.
struct EncodedSize {
    int width{0};
    int height{0};
    int bitrate_kbps{0};

    friend bool operator==(const EncodedSize&, const EncodedSize&) = default;
};

struct PlannedRendition {
    Profile profile{};
    /// One for a film, a still and a tile of a sprite sheet, one for each rung of an adaptive set, none for sound and
    /// for pictures that are measured only when they are decoded.
    std::vector<EncodedSize> sizes{};
};

/// Who makes a pass.
enum class PassTool { Film, Picture };

/// Renditions that come out of one decoding of a master.
struct PassPlan {
    PassTool tool{PassTool::Film};
    /// FFmpeg's demuxer names, so that the master is read as what it was found to be and as nothing else.
    std::string container{};
    std::optional<PicturePlan> picture{};
    /// The first is the one of all files; an adaptive set offers them all.
    std::vector<SoundPlan> sounds{};
    std::vector<PlannedRendition> renditions{};
    std::optional<FrameSpan> span{};
    /// SMPTE ST 12-1, of the first frame of the files; only when every frame is kept.
    std::optional<std::string> start_timecode{};
    /// How long the files will last; a guess where the container guesses.
    std::optional<std::int64_t> about_ms{};
    /// Where a still is taken from a film.
    std::int64_t still_at_ms{0};
    /// Black, frozen and silent spans and the loudness are looked for on the way.
    bool finds_flaws{false};
};

/// Renditions that share a pass: their names, and the lane for which nobody waits behind a film.
struct PassGroup {
    /// `film`, `stills`, `sound` or `pictures`: unique in its asset.
    std::string name{};
    bool is_light{false};
    std::vector<Profile> profiles{};
};

/// Whether anything can be made of the master for this profile: no waveform of a silent film, no cover of a sound that
/// has none. What cannot be made is no failure.
bool can_be_made(const Profile& profile, AssetType type, const MediaInfo& media);

/// Groups the profiles of a type that can be made of this master.
std::vector<PassGroup> group_into_passes(AssetType type, const MediaInfo& media, const std::vector<Profile>& profiles);

/// Plans one pass of the master, `span` for a part of a film. InvalidInput when a profile cannot be made of it, when
/// stills and films are asked of one pass, or when the span lies outside of the film or the rate changes.
Result<PassPlan> plan_pass(AssetType type, const MediaInfo& media, const std::vector<Profile>& profiles,
                           std::optional<FrameSpan> span = std::nullopt);

}  // namespace acervo
