#include "app/media/technical_metadata.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "app/media/embedded_json.hpp"
#include "domain/media/embedded_text.hpp"
#include "domain/media/timecode.hpp"

namespace acervo {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestWord = 1'000;
constexpr std::size_t kMostTagBytes = 64 * 1024;

std::string_view name_of(StreamKind kind) {
    switch (kind) {
        case StreamKind::Video:
            return "video";
        case StreamKind::Audio:
            return "audio";
        case StreamKind::Subtitle:
            return "subtitle";
        case StreamKind::Attachment:
            return "attachment";
        case StreamKind::Data:
            break;
    }
    return "data";
}

std::string_view name_of(FieldOrder order) {
    switch (order) {
        case FieldOrder::Progressive:
            return "progressive";
        case FieldOrder::TopFirst:
            return "top_first";
        case FieldOrder::BottomFirst:
            return "bottom_first";
        case FieldOrder::Unknown:
            break;
    }
    return "";
}

/// What a screen must know to show it; empty for standard range.
std::string_view range_of(const VideoFormat& video) {
    if (video.has_dolby_vision) return "dolby_vision";
    if (video.color_transfer == "arib-std-b67") return "hlg";
    if (video.color_transfer != "smpte2084") return "";
    return video.has_mastering_display ? "hdr10" : "pq";
}

std::string text_of(const Rational& value) { return std::to_string(value.num) + "/" + std::to_string(value.den); }

/// Only what is known goes in.
class Members {
public:
    void add(std::string_view name, std::string_view text) {
        if (!text.empty()) object_[name] = text;
    }
    template <class T>
    void add(std::string_view name, const std::optional<T>& value) {
        if (value) object_[name] = *value;
    }
    void add(std::string_view name, const Rational& value) { object_[name] = text_of(value); }
    void add_positive(std::string_view name, std::int64_t value) {
        if (value > 0) object_[name] = value;
    }
    void add_if_so(std::string_view name, bool value) {
        if (value) object_[name] = true;
    }
    void add(std::string_view name, json::value value) { object_[name] = std::move(value); }
    json::object take() && { return std::move(object_); }

private:
    json::object object_;
};

json::object object_of(const VideoFormat& video) {
    Members members;
    members.add_positive("width", video.width);
    members.add_positive("height", video.height);
    if (video.pixel_aspect != Rational{1, 1}) members.add("pixel_aspect", video.pixel_aspect);
    members.add_positive("rotation", video.rotation);
    if (video.frame_rate) members.add("frame_rate", *video.frame_rate);
    members.add_if_so("variable_frame_rate", video.variable_frame_rate);
    members.add("field_order", name_of(video.field_order));
    members.add("pixel_format", video.pixel_format);
    members.add_positive("bits_per_component", video.bits_per_component);
    members.add_if_so("alpha", video.has_alpha);
    members.add("color_primaries", video.color_primaries);
    members.add("color_transfer", video.color_transfer);
    members.add("color_space", video.color_space);
    members.add("color_range", video.color_range);
    members.add_if_so("high_dynamic_range", video.is_high_dynamic_range());
    members.add("hdr", range_of(video));
    members.add_if_so("attached_picture", video.is_attached_picture);
    return std::move(members).take();
}

json::object object_of(const AudioFormat& audio) {
    Members members;
    members.add_positive("sample_rate_hz", audio.sample_rate_hz);
    members.add_positive("channels", audio.channels);
    members.add("channel_layout", audio.channel_layout);
    members.add_positive("bits_per_sample", audio.bits_per_sample);
    return std::move(members).take();
}

json::object object_of(const MediaStream& stream) {
    Members members;
    members.add("index", json::value(stream.index));
    members.add("kind", name_of(stream.kind));
    members.add("codec", stream.codec);
    members.add("codec_profile", stream.codec_profile);
    if (stream.time_base.is_positive()) members.add("time_base", stream.time_base);
    members.add("duration_ms", stream.duration_ms);
    members.add("bit_rate", stream.bit_rate);
    members.add("frame_count", stream.frame_count);
    members.add("language", plain_line(stream.language, kLongestWord));
    members.add("title", plain_line(stream.title, kLongestWord));
    members.add_if_so("default", stream.is_default);
    if (stream.video) members.add("video", json::value(object_of(*stream.video)));
    if (stream.audio) members.add("audio", json::value(object_of(*stream.audio)));
    return std::move(members).take();
}

/// What people ask for first: of the film or the picture, else of the first sound.
void add_summary(const MediaInfo& media, Members& members) {
    const auto sounds = media.audio_streams();
    const auto* main = media.main_video();
    if (main == nullptr && sounds.empty()) return;
    members.add("codec", main != nullptr ? main->codec : sounds.front()->codec);
    if (main == nullptr) return;
    members.add("resolution", std::to_string(main->video->width) + "x" + std::to_string(main->video->height));
    if (main->video->frame_rate) members.add("frame_rate", *main->video->frame_rate);
}

/// A text that is no time code at the rate of the film is no start.
void add_start(const MediaInfo& media, Members& members) {
    const auto* main = media.main_video();
    if (!media.start_timecode || main == nullptr || !main->video->frame_rate) return;
    const auto start = Timecode::parse(*media.start_timecode, *main->video->frame_rate);
    if (!start) return;
    members.add("start_timecode", start->to_string());
    members.add("start_frame", json::value(start->frame()));
}

}  // namespace

std::string technical_metadata(const MediaInfo& media, const EmbeddedMetadata& embedded, std::string_view unread) {
    Members members;
    members.add("container", media.container);
    members.add("duration_ms", media.duration_ms);
    members.add("bit_rate", media.bit_rate);
    add_summary(media, members);
    add_start(media, members);
    json::array streams;
    for (const auto& stream : media.streams) streams.push_back(object_of(stream));
    members.add("streams", json::value(std::move(streams)));
    json::object tags;
    std::size_t tag_bytes = 0;
    for (const auto& [name, text] : media.tags) {
        tag_bytes += name.size() + text.size();
        if (tag_bytes > kMostTagBytes) break;
        tags[name] = text;
    }
    if (!tags.empty()) members.add("tags", json::value(std::move(tags)));
    if (auto said = to_json(embedded); said != "{}") members.add("embedded", json::parse(said));
    members.add("embedded_unread", unread);
    return json::serialize(std::move(members).take());
}

std::string raw_metadata(const std::string& prober, const std::string& reader) {
    return R"({"ffprobe":)" + prober + R"(,"exiftool":)" + reader + "}";
}

}  // namespace acervo
