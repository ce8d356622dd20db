#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <cmath>
#include <type_traits>
#include <utility>

#include "adapters/ffprobe/ffprobe.hpp"
#include "core/utf8.hpp"

namespace acervo {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostTags = 200;
constexpr std::size_t kLongestTag = 10'000;
constexpr std::size_t kMostStreams = 256;
constexpr std::size_t kMostRaw = 256 * 1024;

/// ffprobe writes most numbers as text.
class Fields {
public:
    explicit Fields(const json::object& object) : object_{object} {}

    std::string text(std::string_view name) const {
        const auto* value = object_.if_contains(name);
        if (value == nullptr || !value->is_string()) return {};
        return std::string{value->get_string()};
    }
    template <class Number>
    std::optional<Number> number(std::string_view name) const {
        const auto* value = object_.if_contains(name);
        if (value == nullptr) return std::nullopt;
        if (value->is_int64()) {
            if constexpr (std::is_integral_v<Number>) {
                if (!std::in_range<Number>(value->get_int64())) return std::nullopt;
            }
            return static_cast<Number>(value->get_int64());
        }
        const auto words = text(name);
        Number number{};
        const auto read = std::from_chars(words.data(), words.data() + words.size(), number);
        if (words.empty() || read.ec != std::errc{}) return std::nullopt;
        return number;
    }
    std::optional<std::int64_t> positive(std::string_view name) const {
        const auto found = number<std::int64_t>(name);
        return found && *found > 0 ? found : std::nullopt;
    }
    int whole(std::string_view name) const { return number<int>(name).value_or(0); }
    bool flag(std::string_view name) const { return whole(name) == 1; }
    std::optional<std::int64_t> milliseconds(std::string_view name) const {
        const auto seconds = number<double>(name);
        if (!seconds || !std::isfinite(*seconds) || *seconds <= 0 || *seconds > 1e9) return std::nullopt;
        return std::llround(*seconds * 1000);
    }
    /// `30000/1001` or `16:15`; nothing for `0/0` and the like.
    std::optional<Rational> ratio(std::string_view name) const {
        const auto words = text(name);
        const auto middle = words.find_first_of("/:");
        if (middle == std::string::npos) return std::nullopt;
        Rational ratio;
        const auto* end = words.data() + words.size();
        const auto* cut = words.data() + middle;
        if (std::from_chars(words.data(), cut, ratio.num).ec != std::errc{}) return std::nullopt;
        if (std::from_chars(cut + 1, end, ratio.den).ec != std::errc{}) return std::nullopt;
        // FFmpeg's own are of 32 bits, and who computes with them counts on that.
        const bool is_small = std::in_range<std::int32_t>(ratio.num) && std::in_range<std::int32_t>(ratio.den);
        return ratio.is_positive() && is_small ? std::optional{ratio} : std::nullopt;
    }
    Fields below(std::string_view name) const {
        static const json::object kNone;
        const auto* value = object_.if_contains(name);
        return Fields{value != nullptr && value->is_object() ? value->get_object() : kNone};
    }
    const json::object& object() const noexcept { return object_; }

private:
    const json::object& object_;
};

StreamKind kind_of(const std::string& name) {
    if (name == "video") return StreamKind::Video;
    if (name == "audio") return StreamKind::Audio;
    if (name == "subtitle") return StreamKind::Subtitle;
    return name == "attachment" ? StreamKind::Attachment : StreamKind::Data;
}

/// `tb`: coded bottom first, shown top first.
FieldOrder order_of(const std::string& name) {
    if (name == "progressive") return FieldOrder::Progressive;
    if (name == "tt" || name == "bt") return FieldOrder::TopFirst;
    if (name == "bb" || name == "tb") return FieldOrder::BottomFirst;
    return FieldOrder::Unknown;
}

/// FFmpeg's display matrix turns counter-clockwise; the tag of older files clockwise.
int rotation_of(const Fields& stream) {
    int degrees = stream.below("tags").whole("rotate");
    if (const auto* list = stream.object().if_contains("side_data_list"); list != nullptr && list->is_array()) {
        for (const auto& one : list->get_array()) {
            if (!one.is_object()) continue;
            if (const auto turned = Fields{one.get_object()}.number<int>("rotation")) degrees = -(*turned % 360);
        }
    }
    const int quarter = ((degrees % 360 + 360 + 45) % 360) / 90;
    return quarter * 90;
}

bool has_side_data(const Fields& stream, std::string_view kind) {
    const auto* list = stream.object().if_contains("side_data_list");
    if (list == nullptr || !list->is_array()) return false;
    return std::ranges::any_of(list->get_array(), [kind](const json::value& one) {
        return one.is_object() && Fields{one.get_object()}.text("side_data_type") == kind;
    });
}

int bits_of(const Fields& stream, const std::string& pixels) {
    if (const auto bits = stream.number<int>("bits_per_raw_sample"); bits && *bits > 0 && *bits <= 32) return *bits;
    for (const int bits : {16, 14, 12, 10, 9}) {
        const auto number = std::to_string(bits);
        if (pixels.ends_with(number + "le") || pixels.ends_with(number + "be")) return bits;
    }
    return 8;
}

bool has_alpha(const std::string& pixels) {
    constexpr std::array kWith{"yuva", "rgba", "argb", "bgra", "abgr", "ya8", "ya16", "gbrap", "pal8"};
    return std::ranges::any_of(kWith, [&](const char* name) { return pixels.starts_with(name); });
}

std::string color(const Fields& stream, std::string_view name) {
    auto found = stream.text(name);
    return found == "unknown" || found == "reserved" ? std::string{} : found;
}

bool differ(const Rational& left, const Rational& right) {
    return std::abs(left.to_double() / right.to_double() - 1) > 0.01;
}

VideoFormat video_of(const Fields& stream) {
    VideoFormat video;
    video.width = stream.whole("width");
    video.height = stream.whole("height");
    video.pixel_aspect = stream.ratio("sample_aspect_ratio").value_or(Rational{1, 1});
    video.rotation = rotation_of(stream);
    const auto average = stream.ratio("avg_frame_rate");
    const auto nominal = stream.ratio("r_frame_rate");
    video.frame_rate = average ? average : nominal;
    video.field_order = order_of(stream.text("field_order"));
    // Of interlaced streams the nominal rate may be that of fields.
    const bool counts_fields = nominal && average && !differ(*nominal, Rational{average->num * 2, average->den});
    video.variable_frame_rate = average && nominal && differ(*average, *nominal) && !counts_fields;
    video.pixel_format = stream.text("pix_fmt");
    video.bits_per_component = bits_of(stream, video.pixel_format);
    video.has_alpha = has_alpha(video.pixel_format);
    video.color_primaries = color(stream, "color_primaries");
    video.color_transfer = color(stream, "color_transfer");
    video.color_space = color(stream, "color_space");
    video.color_range = color(stream, "color_range");
    video.is_attached_picture = stream.below("disposition").flag("attached_pic");
    video.has_mastering_display = has_side_data(stream, "Mastering display metadata");
    video.has_dolby_vision = has_side_data(stream, "DOVI configuration record");
    return video;
}

AudioFormat audio_of(const Fields& stream) {
    return {.sample_rate_hz = stream.whole("sample_rate"),
            .channels = stream.whole("channels"),
            .channel_layout = stream.text("channel_layout"),
            .bits_per_sample = std::max(stream.whole("bits_per_sample"), stream.whole("bits_per_raw_sample"))};
}

MediaStream stream_of(const Fields& fields) {
    MediaStream stream;
    stream.index = fields.whole("index");
    stream.kind = kind_of(fields.text("codec_type"));
    stream.codec = fields.text("codec_name");
    if (stream.codec == "unknown" || stream.codec == "none") stream.codec.clear();
    stream.codec_profile = fields.text("profile");
    stream.time_base = fields.ratio("time_base").value_or(Rational{0, 1});
    stream.duration_ms = fields.milliseconds("duration");
    stream.bit_rate = fields.positive("bit_rate");
    stream.frame_count = fields.positive("nb_frames");
    stream.language = fields.below("tags").text("language");
    if (stream.language == "und") stream.language.clear();
    stream.title = fields.below("tags").text("title");
    stream.is_default = fields.below("disposition").flag("default");
    if (stream.kind == StreamKind::Video) stream.video = video_of(fields);
    if (stream.kind == StreamKind::Audio) stream.audio = audio_of(fields);
    return stream;
}

std::map<std::string, std::string> tags_of(const Fields& format) {
    std::map<std::string, std::string> tags;
    for (const auto& [name, value] : format.below("tags").object()) {
        if (tags.size() == kMostTags) break;
        if (!value.is_string() || name.size() > 200) continue;
        std::string key{name};
        std::ranges::transform(key, key.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        // Cut between characters, and nothing that no database keeps.
        std::string text{std::string_view{value.get_string()}.substr(0, kLongestTag)};
        while (!text.empty() && !is_utf8(text)) text.pop_back();
        std::erase(text, '\0');
        if (!text.empty()) tags.emplace(std::move(key), std::move(text));
    }
    return tags;
}

std::optional<std::string> timecode_of(const Fields& format, const json::array& streams) {
    auto found = format.below("tags").text("timecode");
    for (const auto& one : streams) {
        if (!found.empty()) break;
        if (one.is_object()) found = Fields{one.get_object()}.below("tags").text("timecode");
    }
    if (found.empty()) return std::nullopt;
    return found;
}

/// Without the path, which is ours.
std::string raw_of(json::object all) {
    if (auto* format = all.if_contains("format"); format != nullptr && format->is_object()) {
        format->get_object().erase("filename");
    }
    auto raw = json::serialize(all);
    return raw.size() > kMostRaw ? "{}" : raw;
}

}  // namespace

Result<MediaInfo> media_from_ffprobe(std::string_view text) {
    boost::system::error_code wrong;
    const auto parsed = json::parse(text, wrong);
    if (wrong || !parsed.is_object()) return fail(ErrorKind::Internal, "ffprobe did not write JSON");
    const Fields all{parsed.get_object()};
    const auto format = all.below("format");
    const auto* streams = parsed.get_object().if_contains("streams");
    if (streams == nullptr || !streams->is_array()) return fail(ErrorKind::Internal, "ffprobe told of no streams");
    MediaInfo media;
    media.container = format.text("format_name");
    media.bit_rate = format.positive("bit_rate");
    media.file_size_bytes = static_cast<std::uint64_t>(format.positive("size").value_or(0));
    const bool is_still = media.container.ends_with("_pipe") || media.container.starts_with("image2");
    if (!is_still) media.duration_ms = format.milliseconds("duration");
    for (const auto& one : streams->get_array()) {
        if (media.streams.size() == kMostStreams) break;
        if (!one.is_object()) continue;
        media.streams.push_back(stream_of(Fields{one.get_object()}));
        if (is_still) media.streams.back().duration_ms.reset();
    }
    media.tags = tags_of(format);
    media.start_timecode = timecode_of(format, streams->get_array());
    media.raw = raw_of(parsed.get_object());
    return media;
}

}  // namespace acervo
