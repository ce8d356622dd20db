#include "adapters/ffmpeg/adaptive_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "adapters/ffmpeg/command.hpp"
#include "adapters/ffmpeg/verdict.hpp"

namespace acervo::ffmpeg {
namespace {

namespace fs = std::filesystem;

Result<std::vector<SetTrack>> tracks_of(const fs::path& folder, const PassPlan& plan,
                                        const PlannedRendition& rendition) {
    const auto& set = std::get<AdaptiveSet>(rendition.profile.product);
    std::vector<SetTrack> tracks(rendition.sizes.size() + plan.sounds.size());
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        auto& track = tracks[i];
        track.file = track_file(i);
        auto index = read_track_index(folder / track.file);
        if (!index) return fail(std::move(index).error());
        track.index = *std::move(index);
        if (i < rendition.sizes.size()) {
            track.size = rendition.sizes[i];
            track.frame_rate = plan.picture->frame_rate;
            continue;
        }
        const auto& sound = plan.sounds[i - rendition.sizes.size()];
        track.channels = std::min(sound.channels, set.sound.max_channels);
        track.sample_rate_hz = set.sound.sample_rate_hz;
        track.language = sound.language;
        track.title = sound.title;
    }
    return tracks;
}

/// A player may change the track at any segment only where all begin with the same frame.
bool are_aligned(const SetTrack& one, const SetTrack& other) {
    return one.index.timescale == other.index.timescale &&
           std::ranges::equal(one.index.segments, other.index.segments, {}, &TrackSegment::duration,
                              &TrackSegment::duration);
}

Result<void> check_tracks(const std::vector<SetTrack>& tracks, const PassPlan& plan) {
    for (const auto& track : tracks) {
        if (track.is_picture() && !are_aligned(track, tracks.front())) {
            return fail(ErrorKind::Internal, "the key frames of an adaptive set are not in the same places");
        }
    }
    const auto seconds = tracks.front().index.seconds();
    return tracks.front().is_picture() ? check_picture_seconds(seconds, plan) : check_sound_seconds(seconds, plan);
}

}  // namespace

Result<MadeRendition> describe_set(const fs::path& folder, const PassPlan& plan, const PlannedRendition& rendition) {
    auto tracks = tracks_of(folder, plan, rendition);
    if (!tracks) return fail(std::move(tracks).error());
    if (auto sound = check_tracks(*tracks, plan); !sound) return fail(std::move(sound).error());
    const auto& set = std::get<AdaptiveSet>(rendition.profile.product);
    constexpr auto kPlaylist = "application/vnd.apple.mpegurl";

    struct Text {
        std::string name;
        std::string mime_type;
        std::string words;
    };
    std::vector<Text> texts;
    texts.push_back({rendition.profile.filename, kPlaylist, hls_master(*tracks)});
    texts.push_back({set.dash_filename, "application/dash+xml", dash_manifest(*tracks)});
    for (std::size_t i = 0; i < tracks->size(); ++i) {
        texts.push_back({"hls/" + playlist_name(i), kPlaylist, hls_playlist((*tracks)[i])});
    }
    MadeRendition made;
    for (const auto& text : texts) {
        if (auto written = write_text(folder / text.name, text.words); !written)
            return fail(std::move(written).error());
        auto file = made_file(folder, text.name, text.mime_type);
        if (!file) return fail(std::move(file).error());
        made.files.push_back(*std::move(file));
    }
    for (const auto& track : *tracks) {
        auto file = made_file(folder, track.file, track.is_picture() ? "video/mp4" : "audio/mp4");
        if (!file) return fail(std::move(file).error());
        made.files.push_back(*std::move(file));
    }
    const auto& first = tracks->front();
    if (first.size) {
        made.width = first.size->width;
        made.height = first.size->height;
    }
    made.duration_ms = std::llround(first.index.seconds() * 1000);
    made.bitrate_kbps = static_cast<int>(first.index.average_bandwidth() / 1000);
    return made;
}

Result<MadeFile> made_file(const fs::path& folder, std::string filename, std::string mime_type) {
    MadeFile file{.filename = std::move(filename), .mime_type = std::move(mime_type)};
    file.path = folder / file.filename;
    std::error_code wrong;
    file.size_bytes = fs::file_size(file.path, wrong);
    if (wrong || file.size_bytes == 0) return fail(ErrorKind::Internal, fmt::format("{} was not made", file.filename));
    return file;
}

Result<void> write_text(const fs::path& file, std::string_view text) {
    std::ofstream out{file, std::ios::binary};
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.close();
    if (out) return ok();
    return fail(ErrorKind::Internal, fmt::format("{} cannot be written", file.filename().string()));
}

std::string read_text(const fs::path& file) {
    constexpr std::size_t kMost = 16U << 20U;
    std::ifstream in{file, std::ios::binary};
    std::string text(kMost, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

}  // namespace acervo::ffmpeg
