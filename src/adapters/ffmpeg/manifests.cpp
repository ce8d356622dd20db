#include "adapters/ffmpeg/manifests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

#include "adapters/ffmpeg/command.hpp"

namespace acervo::ffmpeg {
namespace {

/// Words of a file as they may stand in a quoted string of a playlist.
std::string quotable(std::string_view title, std::string_view otherwise) {
    std::string plain;
    for (const char c : title.substr(0, 200)) {
        if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\x7f') plain += c;
    }
    return plain.empty() ? std::string{otherwise} : plain;
}

std::string xml(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            default:
                escaped += c;
        }
    }
    return escaped;
}

/// BCP 47 by its letters; empty for everything else.
std::string_view language_of(const SetTrack& track) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    };
    const auto& name = track.language;
    return name.size() >= 2 && name.size() <= 35 && std::ranges::all_of(name, fits) ? std::string_view{name} : "";
}

const SetTrack* first_sound(const std::vector<SetTrack>& tracks) {
    const auto found = std::ranges::find_if(tracks, [](const SetTrack& track) { return !track.is_picture(); });
    return found == tracks.end() ? nullptr : &*found;
}

void hls_sound(std::string& out, const SetTrack& track, std::size_t number, bool is_first) {
    const auto language = language_of(track);
    fmt::format_to(std::back_inserter(out),
                   "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"{}\",{}DEFAULT={},AUTOSELECT=YES,"
                   "CHANNELS=\"{}\",URI=\"{}\"\n",
                   quotable(track.title, is_first ? "Main" : fmt::format("Sound {}", number)),
                   language.empty() ? "" : fmt::format("LANGUAGE=\"{}\",", language), is_first ? "YES" : "NO",
                   track.channels, playlist_name(number));
}

void hls_stream(std::string& out, const SetTrack& track, std::size_t number, const SetTrack* sound) {
    auto codecs = track.index.codec;
    auto peak = track.index.peak_bandwidth();
    auto average = track.index.average_bandwidth();
    if (track.is_picture() && sound != nullptr) {
        codecs += "," + sound->index.codec;
        peak += sound->index.peak_bandwidth();
        average += sound->index.average_bandwidth();
    }
    fmt::format_to(std::back_inserter(out), "#EXT-X-STREAM-INF:BANDWIDTH={},AVERAGE-BANDWIDTH={},CODECS=\"{}\"", peak,
                   average, codecs);
    if (track.is_picture()) {
        fmt::format_to(std::back_inserter(out), ",RESOLUTION={}x{},FRAME-RATE={:.3f}", track.size->width,
                       track.size->height, track.frame_rate.to_double());
    }
    fmt::format_to(std::back_inserter(out), "{}\n{}\n", sound != nullptr ? ",AUDIO=\"sound\"" : "",
                   playlist_name(number));
}

std::string last_of(const ByteRange& range) {
    return fmt::format("{}-{}", range.offset, range.offset + range.size - 1);
}

void dash_representation(std::string& out, const SetTrack& track, std::size_t number) {
    const auto what =
        track.is_picture()
            ? fmt::format("mimeType=\"video/mp4\" width=\"{}\" height=\"{}\" frameRate=\"{}/{}\" sar=\"1:1\"",
                          track.size->width, track.size->height, track.frame_rate.num, track.frame_rate.den)
            : fmt::format("mimeType=\"audio/mp4\" audioSamplingRate=\"{}\"", track.sample_rate_hz);
    fmt::format_to(std::back_inserter(out),
                   "      <Representation id=\"{}\" {} codecs=\"{}\" bandwidth=\"{}\" startWithSAP=\"1\">\n", number,
                   what, track.index.codec, track.index.peak_bandwidth());
    if (!track.is_picture()) {
        fmt::format_to(std::back_inserter(out),
                       "        <AudioChannelConfiguration schemeIdUri=\"urn:mpeg:dash:23003:3:"
                       "audio_channel_configuration:2011\" value=\"{}\"/>\n",
                       track.channels);
    }
    fmt::format_to(std::back_inserter(out),
                   "        <BaseURL>../{}</BaseURL>\n        <SegmentBase timescale=\"{}\" indexRange=\"{}\">"
                   "<Initialization range=\"{}\"/></SegmentBase>\n      </Representation>\n",
                   track.file, track.index.timescale, last_of(track.index.index), last_of(track.index.header));
}

std::string clock(double seconds) {
    const auto ms = std::llround(seconds * 1000);
    return fmt::format("{:02}:{:02}:{:02}.{:03}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
}

}  // namespace

std::string playlist_name(std::size_t track) { return fmt::format("track_{}.m3u8", track); }

std::string hls_playlist(const SetTrack& track) {
    const auto& index = track.index;
    auto out = fmt::format(
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:{}\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n"
        "#EXT-X-MAP:URI=\"../{}\",BYTERANGE=\"{}@{}\"\n",
        std::max(1L, std::lround(std::ceil(index.longest_segment() - 0.0005))), track.file, index.header.size,
        index.header.offset);
    for (const auto& segment : index.segments) {
        fmt::format_to(std::back_inserter(out), "#EXTINF:{:.6f},\n#EXT-X-BYTERANGE:{}@{}\n../{}\n",
                       index.seconds_of(segment), segment.bytes.size, segment.bytes.offset, track.file);
    }
    return out + "#EXT-X-ENDLIST\n";
}

std::string hls_master(const std::vector<SetTrack>& tracks) {
    std::string out = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n";
    const auto* const sound = first_sound(tracks);
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        if (!tracks[i].is_picture()) hls_sound(out, tracks[i], i, &tracks[i] == sound);
    }
    const bool has_pictures = tracks.front().is_picture();
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        if (tracks[i].is_picture() || (!has_pictures && &tracks[i] == sound)) hls_stream(out, tracks[i], i, sound);
    }
    return out;
}

std::string dash_manifest(const std::vector<SetTrack>& tracks) {
    double seconds = 0;
    for (const auto& track : tracks) seconds = std::max(seconds, track.index.seconds());
    auto out = fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" "
        "profiles=\"urn:mpeg:dash:profile:isoff-on-demand:2011\" type=\"static\" "
        "mediaPresentationDuration=\"PT{:.3f}S\" minBufferTime=\"PT4S\">\n  <Period id=\"0\" start=\"PT0S\">\n",
        seconds);
    const auto* const sound = first_sound(tracks);
    const char* const end = "    </AdaptationSet>\n";
    if (tracks.front().is_picture()) {
        out += "    <AdaptationSet contentType=\"video\" subsegmentAlignment=\"true\" subsegmentStartsWithSAP=\"1\">\n";
        for (std::size_t i = 0; i < tracks.size(); ++i) {
            if (tracks[i].is_picture()) dash_representation(out, tracks[i], i);
        }
        out += end;
    }
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        if (tracks[i].is_picture()) continue;
        const auto language = language_of(tracks[i]);
        fmt::format_to(std::back_inserter(out),
                       "    <AdaptationSet contentType=\"audio\"{} subsegmentAlignment=\"true\" "
                       "subsegmentStartsWithSAP=\"1\">\n",
                       language.empty() ? "" : fmt::format(" lang=\"{}\"", language));
        if (!tracks[i].title.empty()) {
            fmt::format_to(std::back_inserter(out), "      <Label>{}</Label>\n",
                           xml(quotable(tracks[i].title, "Sound")));
        }
        fmt::format_to(std::back_inserter(out), "      <Role schemeIdUri=\"urn:mpeg:dash:role:2011\" value=\"{}\"/>\n",
                       &tracks[i] == sound ? "main" : "alternate");
        dash_representation(out, tracks[i], i);
        out += end;
    }
    return out + "  </Period>\n</MPD>\n";
}

std::string sprite_track(const PassPlan& plan, const PlannedRendition& rendition) {
    const auto& sprite = std::get<SpriteSheet>(rendition.profile.product);
    const auto& tile = rendition.sizes.front();
    const auto grid = grid_of(sprite, plan);
    const int columns = std::min(sprite.columns, grid.tiles);
    const double end = static_cast<double>(plan.about_ms.value_or(0)) / 1000;
    const auto slash = rendition.profile.filename.rfind('/');
    const auto name =
        slash == std::string::npos ? rendition.profile.filename : rendition.profile.filename.substr(slash + 1);
    std::string out = "WEBVTT\n";
    for (int i = 0; i < grid.tiles; ++i) {
        const double start = i * grid.interval_seconds;
        fmt::format_to(std::back_inserter(out), "\n{} --> {}\n{}#xywh={},{},{},{}\n", clock(start),
                       clock(i + 1 == grid.tiles ? std::max(end, start + 0.001) : start + grid.interval_seconds), name,
                       i % columns * tile.width, i / columns * tile.height, tile.width, tile.height);
    }
    return out;
}

}  // namespace acervo::ffmpeg
