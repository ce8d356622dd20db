#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "domain/rendition/plan_steps.hpp"

namespace acervo::plan_steps {
namespace {

/// More than these no player shows, and each costs an encoder.
constexpr std::size_t kMostSounds = 8;

std::string said(const std::string& language) { return language == "und" ? "" : language; }

/// Streams of one channel each are tracks of a desk: 1+2, 3+4 …, a last odd one alone.
std::vector<SoundPlan> pairs_of(const MediaInfo& media, const std::vector<const MediaStream*>& tracks) {
    std::vector<SoundPlan> sounds;
    for (std::size_t i = 0; i < tracks.size() && sounds.size() < kMostSounds; i += 2) {
        auto& sound = sounds.emplace_back();
        sound.language = said(tracks[i]->language);
        sound.streams = {tracks[i]->index};
        sound.duration_ms = exact_duration(media, *tracks[i]);
        sound.channels = 1;
        if (i > 0) sound.title = fmt::format("Track {}", i + 1);
        if (i + 1 == tracks.size()) continue;
        sound.streams.push_back(tracks[i + 1]->index);
        sound.mix = SoundPlan::Mix::JoinMono;
        sound.channels = 2;
        if (i > 0) sound.title = fmt::format("Tracks {}+{}", i + 1, i + 2);
        const auto other = exact_duration(media, *tracks[i + 1]);
        sound.duration_ms = sound.duration_ms && other ? std::max(sound.duration_ms, other) : std::nullopt;
    }
    return sounds;
}

SoundPlan one_of(const MediaInfo& media, const MediaStream& stream) {
    SoundPlan sound;
    sound.streams = {stream.index};
    sound.channels = std::max(1, stream.audio->channels);
    if (sound.channels > 2 && stream.audio->channel_layout.empty()) {
        sound.mix = SoundPlan::Mix::FirstTwo;
        sound.channels = 2;
    }
    sound.language = said(stream.language);
    sound.title = stream.title;
    sound.duration_ms = exact_duration(media, stream);
    return sound;
}

/// Of different languages, two streams of one channel are two versions, not left and right.
bool is_desk(const std::vector<const MediaStream*>& streams) {
    const auto has_one_channel = [](const MediaStream* stream) { return stream->audio->channels == 1; };
    const auto has_same_language = [&](const MediaStream* stream) {
        return said(stream->language) == said(streams.front()->language);
    };
    return streams.size() > 1 && std::ranges::all_of(streams, has_one_channel) &&
           std::ranges::all_of(streams, has_same_language);
}

}  // namespace

std::vector<SoundPlan> plan_sounds(const MediaInfo& media) {
    auto streams = media.audio_streams();
    if (is_desk(streams)) return pairs_of(media, streams);
    if (const auto first = std::ranges::find_if(streams, &MediaStream::is_default); first != streams.end()) {
        std::rotate(streams.begin(), first, std::next(first));
    }
    std::vector<SoundPlan> sounds;
    for (const auto* stream : streams) {
        if (sounds.size() == kMostSounds) break;
        auto& sound = sounds.emplace_back(one_of(media, *stream));
        if (sounds.size() > 1 && sound.title.empty()) sound.title = fmt::format("Track {}", sounds.size());
    }
    return sounds;
}

std::optional<std::int64_t> exact_duration(const MediaInfo& media, const MediaStream& stream) {
    constexpr std::array kBelievable{"mov", "matroska", "mxf", "wav", "flac", "aiff", "w64", "avi"};
    if (std::ranges::none_of(kBelievable, [&](auto name) { return media.container.starts_with(name); })) return {};
    if (stream.duration_ms || media.streams.size() > 1) return stream.duration_ms;
    return media.duration_ms;
}

}  // namespace acervo::plan_steps
