#include "app/media/technical_metadata.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace acervo {
namespace {

namespace json = boost::json;

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
    void add(std::string_view name, const Rational& value) {
        object_[name] = std::to_string(value.num) + "/" + std::to_string(value.den);
    }
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
    members.add("duration_ms", stream.duration_ms);
    members.add("bit_rate", stream.bit_rate);
    members.add("frame_count", stream.frame_count);
    members.add("language", stream.language);
    members.add("title", stream.title);
    members.add_if_so("default", stream.is_default);
    if (stream.video) members.add("video", json::value(object_of(*stream.video)));
    if (stream.audio) members.add("audio", json::value(object_of(*stream.audio)));
    return std::move(members).take();
}

}  // namespace

std::string technical_metadata(const MediaInfo& media) {
    Members members;
    members.add("container", media.container);
    members.add("duration_ms", media.duration_ms);
    members.add("bit_rate", media.bit_rate);
    members.add("start_timecode", media.start_timecode);
    json::array streams;
    for (const auto& stream : media.streams) streams.push_back(object_of(stream));
    members.add("streams", json::value(std::move(streams)));
    json::object tags;
    for (const auto& [name, text] : media.tags) tags[name] = text;
    if (!tags.empty()) members.add("tags", json::value(std::move(tags)));
    return json::serialize(std::move(members).take());
}

}  // namespace acervo
