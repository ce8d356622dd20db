#include "adapters/ffmpeg/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <csignal>
#include <utility>

namespace acervo::ffmpeg {
namespace {

namespace json = boost::json;

/// The last lines, without the addresses that FFmpeg writes before its words.
std::string last_words(std::string_view log) {
    constexpr std::size_t kEnough = 600;
    while (log.ends_with('\n')) log.remove_suffix(1);
    std::size_t at = log.size();
    for (int lines = 0; lines < 3 && at != std::string_view::npos && at > 0; ++lines) at = log.rfind('\n', at - 1);
    if (at != std::string_view::npos && at < log.size()) log.remove_prefix(at + (log[at] == '\n' ? 1 : 0));
    if (log.size() > kEnough) log.remove_prefix(log.size() - kEnough);
    std::string words;
    for (const char c : log) words += c == '\n' ? ' ' : c;
    return words;
}

bool says_any(std::string_view log, std::initializer_list<std::string_view> phrases) {
    return std::ranges::any_of(phrases, [&](auto phrase) { return log.contains(phrase); });
}

double number_of(const json::object& object, std::string_view name) {
    const auto* const value = object.if_contains(name);
    if (value == nullptr) return -1;
    if (value->is_number()) return value->to_number<double>();
    if (!value->is_string()) return -1;
    double number = -1;
    const auto& text = value->get_string();
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc{} ? number : -1;
}

std::string text_of(const json::object& object, std::string_view name) {
    const auto* const value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string{value->get_string()} : "";
}

std::optional<double> seconds_of(const json::object& object) {
    const auto seconds = number_of(object, "duration");
    return seconds < 0 ? std::nullopt : std::optional{seconds};
}

void take_stream(FileFacts& facts, const json::object& stream) {
    const auto type = text_of(stream, "codec_type");
    if (type == "video") {
        facts.width = static_cast<int>(number_of(stream, "width"));
        facts.height = static_cast<int>(number_of(stream, "height"));
        facts.picture_codec = text_of(stream, "codec_name");
        facts.picture_seconds = seconds_of(stream);
        if (const auto frames = number_of(stream, "nb_frames"); frames >= 0) facts.frames = std::llround(frames);
    } else if (type == "audio" && facts.sound_codec.empty()) {
        facts.sound_codec = text_of(stream, "codec_name");
        facts.sound_seconds = seconds_of(stream);
    }
}

/// How much less and how much more than the master it may be, in seconds.
struct Tolerance {
    double less;
    double more;
};

Result<void> check_length(double seconds, std::optional<std::int64_t> expected_ms, Tolerance tolerance,
                          std::string_view what) {
    if (!expected_ms) return ok();
    const double expected = static_cast<double>(*expected_ms) / 1000;
    if (seconds < expected - tolerance.less) {
        return fail(
            ErrorKind::UnsupportedType,
            fmt::format("the master says that its {} last {:.2f} s, but after {:.2f} s nothing more can be read", what,
                        expected, seconds));
    }
    if (seconds <= expected + tolerance.more) return ok();
    return fail(ErrorKind::Internal, fmt::format("{} of {:.2f} s became {:.2f} s", what, expected, seconds));
}

std::string_view picture_codec_of(const Profile& profile) {
    if (const auto* const film = std::get_if<FilmFile>(&profile.product)) {
        return film->video.codec == VideoCodec::ProRes ? "prores" : "h264";
    }
    if (const auto* const still = std::get_if<StillFile>(&profile.product)) {
        return still->format == StillFormat::Jpeg ? "mjpeg" : "webp";
    }
    return std::holds_alternative<SpriteSheet>(profile.product) ? "webp" : "";
}

Result<void> wrong(const PlannedRendition& rendition, std::string_view why) {
    return fail(ErrorKind::Internal, fmt::format("{} {}", rendition.profile.name, why));
}

}  // namespace

Error failure_of(const ChildOutcome& outcome, std::string_view what) {
    const std::string_view log = outcome.error_tail;
    const auto words = last_words(log);
    const auto because = [&](ErrorKind kind, std::string_view why) {
        return Error{kind, fmt::format("{}: {}{}{}", what, why, words.empty() ? "" : ": ", words)};
    };
    if (outcome.end == ChildEnd::WallLimit || outcome.end == ChildEnd::CpuLimit) {
        return because(ErrorKind::Timeout, "it took too long");
    }
    if (outcome.end == ChildEnd::OutputLimit) return because(ErrorKind::Internal, "it said too much");
    if (says_any(log, {"No space left on device", "Disk quota exceeded"})) {
        return because(ErrorKind::Unavailable, "the disk for work is full");
    }
    if ((outcome.end == ChildEnd::Signalled && outcome.signal == SIGXFSZ) || says_any(log, {"File too large"})) {
        return because(ErrorKind::TooLarge, "what is made of it is too large");
    }
    constexpr std::array kDecoderDied{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS};
    if (outcome.end == ChildEnd::Signalled) {
        const bool is_decoder = std::ranges::find(kDecoderDied, outcome.signal) != kDecoderDied.end();
        return because(
            is_decoder ? ErrorKind::UnsupportedType : ErrorKind::Internal,
            is_decoder ? "decoding it breaks the decoder" : fmt::format("ended by signal {}", outcome.signal));
    }
    if (says_any(log, {"Unrecognized option", "No such filter", "Unknown encoder", "Error parsing", "Unable to parse",
                       "Cannot allocate memory", "Permission denied", "Error opening filters", "Option not found",
                       "matches no streams"})) {
        return because(ErrorKind::Internal, "the command failed");
    }
    return because(ErrorKind::UnsupportedType, "the master cannot be decoded");
}

std::vector<std::string> look_at(std::string_view file) {
    return {"-v",   "error",         "-protocol_whitelist",
            "file", "-show_entries", "stream=codec_type,codec_name,width,height,duration,nb_frames",
            "-of",  "json",          fmt::format("file:{}", file)};
}

Result<FileFacts> facts_in(std::string_view text) {
    boost::system::error_code error;
    const auto value = json::parse(text, error);
    const auto* const object = error ? nullptr : value.if_object();
    const auto* const streams = object == nullptr ? nullptr : object->if_contains("streams");
    if (streams == nullptr || !streams->is_array()) return fail(ErrorKind::Internal, "ffprobe does not know the file");
    FileFacts facts;
    for (const auto& stream : streams->get_array()) {
        if (stream.is_object()) take_stream(facts, stream.get_object());
    }
    return facts;
}

Result<void> check_picture_seconds(double seconds, const PassPlan& plan) {
    const double frame = 1 / plan.picture->frame_rate.to_double();
    // A frame of the master and one of the file; where the rate varies, nobody knows how long the last one lasts.
    const double tolerance = plan.picture->keeps_every_frame ? 2 * frame + 0.002 : 1.0;
    if (plan.span) return check_length(seconds, plan.about_ms, {frame / 2, frame / 2}, "pictures");
    return check_length(seconds, plan.picture->duration_ms, {tolerance, tolerance}, "pictures");
}

Result<void> check_sound_seconds(double seconds, const PassPlan& plan) {
    // Encoders work in blocks of about 1,000 samples, and put one or two before the first.
    constexpr double kBlocks = 0.1;
    // A sound that begins after the picture gets silence in front.
    constexpr double kSilence = 1;
    return check_length(seconds, plan.span ? plan.about_ms : plan.sounds.front().duration_ms,
                        {kBlocks, kBlocks + kSilence}, "sounds");
}

Result<void> check_facts(const FileFacts& facts, const PassPlan& plan, const PlannedRendition& rendition) {
    if (facts.picture_codec != picture_codec_of(rendition.profile)) {
        return wrong(rendition, fmt::format("has pictures of {:?}", facts.picture_codec));
    }
    const bool is_film = std::holds_alternative<FilmFile>(rendition.profile.product);
    const bool is_sound = std::holds_alternative<SoundFile>(rendition.profile.product);
    if ((is_sound || (is_film && !plan.sounds.empty())) == facts.sound_codec.empty()) {
        return wrong(rendition, fmt::format("has sound of {:?}", facts.sound_codec));
    }
    if (is_film || std::holds_alternative<StillFile>(rendition.profile.product)) {
        const auto& size = rendition.sizes.front();
        if (facts.width != size.width || facts.height != size.height) {
            return wrong(rendition, fmt::format("is of {}×{} and not of {}×{}", facts.width.value_or(0),
                                                facts.height.value_or(0), size.width, size.height));
        }
    }
    if (is_film) {
        if (!facts.picture_seconds) return wrong(rendition, "does not say how long it lasts");
        if (auto length = check_picture_seconds(*facts.picture_seconds, plan); !length) return length;
        if (plan.span && facts.frames != plan.span->end - plan.span->first) {
            return wrong(rendition, fmt::format("has {} frames", facts.frames.value_or(-1)));
        }
    }
    if (facts.sound_codec.empty() || (is_film && plan.span)) return ok();
    if (!facts.sound_seconds) return wrong(rendition, "does not say how long it sounds");
    return check_sound_seconds(*facts.sound_seconds, plan);
}

}  // namespace acervo::ffmpeg
