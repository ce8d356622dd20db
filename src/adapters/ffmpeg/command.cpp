#include "adapters/ffmpeg/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "adapters/ffmpeg/filter_graph.hpp"

namespace acervo::ffmpeg {
namespace {

using Arguments = std::vector<std::string>;

/// More errors than one frame in fifty, and the master is broken.
constexpr auto kMaxErrorRate = "0.02";
constexpr auto kMaxPixels = "268435456";

void add(Arguments& arguments, std::initializer_list<std::string_view> words) {
    arguments.insert(arguments.end(), words.begin(), words.end());
}

/// The beginning of every command: nothing but the one file is opened, and that as what it was found to be.
Arguments open(const PassPlan& plan, std::string_view log_level) {
    Arguments arguments{"-nostdin", "-hide_banner", "-y", "-nostats", "-progress", "pipe:1"};
    add(arguments, {"-loglevel", log_level});
    add(arguments, {"-max_error_rate", kMaxErrorRate, "-protocol_whitelist", "file,pipe"});
    if (!plan.container.empty()) add(arguments, {"-format_whitelist", plan.container});
    add(arguments, {"-max_pixels", kMaxPixels});
    return arguments;
}

void read(Arguments& arguments, const std::filesystem::path& master) {
    add(arguments, {"-i", "file:" + master.string()});
}

/// Builds a filter graph and the outputs that take from it.
class Graph {
public:
    void chain(std::string text) { chains_.push_back(std::move(text)); }
    /// Before all others: FFmpeg settles channels and formats in the order of the text, from the master on.
    void chain_first(std::string text) { chains_.insert(chains_.begin(), std::move(text)); }
    /// `from` is split into as many as were asked for.
    void split(std::string_view head, std::string_view filter, const std::vector<std::string>& to) {
        if (to.empty())
            return chain_first(fmt::format("{},{}", head, filter.starts_with('a') ? "anullsink" : "nullsink"));
        if (to.size() == 1) return chain_first(fmt::format("{}[{}]", head, to.front()));
        chain_first(fmt::format("{},{}={}[{}]", head, filter, to.size(), fmt::join(to, "][")));
    }
    std::string text() const { return fmt::format("{}", fmt::join(chains_, ";")); }

private:
    std::vector<std::string> chains_;
};

class Encoding {
public:
    Encoding(const PassPlan& plan, const std::vector<double>& gain_db) : plan_{plan}, gain_db_{gain_db} {
        sounds_.resize(plan.sounds.size());
        for (std::size_t i = 0; i < plan.renditions.size(); ++i) plan_rendition(i);
        if (plan.finds_flaws && plan.picture) {
            graph_.chain(
                fmt::format("[{}]scale=320:-2,blackdetect=d=0.5:pix_th=0.10,freezedetect=n=-60dB:d=2,"
                            "metadata=print:file={},nullsink",
                            take_picture(), kPictureFindings));
        }
        if (plan.picture) {
            if (!pictures_.empty()) graph_.split(picture_head(plan), "split", pictures_);
        }
        for (std::size_t i = 0; i < sounds_.size(); ++i) {
            if (!sounds_[i].empty()) graph_.split(sound_head(plan, plan.sounds[i]), "asplit", sounds_[i]);
        }
    }

    void write(Arguments& arguments) const {
        add(arguments, {"-filter_complex", graph_.text()});
        arguments.insert(arguments.end(), outputs_.begin(), outputs_.end());
    }

private:
    std::string take_picture() { return pictures_.emplace_back(fmt::format("p{}", pictures_.size())); }
    std::string take_sound(std::size_t sound) {
        return sounds_[sound].emplace_back(fmt::format("s{}_{}", sound, sounds_[sound].size()));
    }

    /// A picture of this size, as the label of a chain.
    std::string picture_of(const EncodedSize& size, std::string_view format) {
        const auto from = take_picture();
        const auto label = "v" + from;
        const bool is_head = size.width == plan_.picture->width && size.height == plan_.picture->height;
        graph_.chain(fmt::format("[{}]{},format={}[{}]", from, is_head ? "null" : scale_to(size), format, label));
        return label;
    }
    std::string sound_of(std::size_t sound, const SoundCoding& coding, double gain_db) {
        const auto from = take_sound(sound);
        const auto label = "a" + from;
        std::string chain;
        if (std::abs(gain_db) > 0.01) chain += fmt::format("volume={:.2f}dB:precision=float,", gain_db);
        chain += fmt::format("aresample={}", coding.sample_rate_hz);
        const int channels = std::min(plan_.sounds[sound].channels, coding.max_channels);
        if (channels <= 2) chain += fmt::format(",aformat=channel_layouts={}", channels == 1 ? "mono" : "stereo");
        graph_.chain(fmt::format("[{}]{}[{}]", from, chain, label));
        return label;
    }

    void map(const std::string& label) { add(outputs_, {"-map", "[" + label + "]"}); }
    void finish(std::string_view muxer, std::string_view file) {
        add(outputs_,
            {"-max_muxing_queue_size", "4096", "-map_metadata", "-1", "-map_chapters", "-1", "-f", muxer, file});
    }

    void code_picture(const VideoCoding& coding, const EncodedSize& size, std::string_view which) {
        const auto option = [&](std::string_view name) { return fmt::format("-{}{}", name, which); };
        const auto kbps = [&](double times) { return fmt::format("{}k", std::lround(size.bitrate_kbps * times)); };
        if (coding.codec == VideoCodec::ProRes) {
            return add(outputs_, {option("c:v"), "prores_ks", option("profile:v"), "3", option("vendor:v"), "apl0"});
        }
        const auto distance = std::to_string(key_frame_distance(coding, plan_.picture->frame_rate));
        add(outputs_, {option("c:v"), "libx264", option("preset:v"), "veryfast", option("profile:v"), "high"});
        add(outputs_, {option("b:v"), kbps(1), option("maxrate:v"), kbps(1.5), option("bufsize:v"), kbps(3)});
        add(outputs_, {option("g:v"), distance, option("keyint_min:v"), distance, option("sc_threshold:v"), "0"});
        add(outputs_, {option("flags:v"), "+cgop", option("bf:v"), "2"});
    }
    void code_sound(const SoundCoding& coding) {
        const auto kbps = fmt::format("{}k", coding.bitrate_kbps);
        switch (coding.codec) {
            case SoundCodec::Aac:
                return add(outputs_, {"-c:a", "aac", "-b:a", kbps});
            case SoundCodec::Mp3:
                return add(outputs_, {"-c:a", "libmp3lame", "-b:a", kbps});
            case SoundCodec::Pcm24:
                return add(outputs_, {"-c:a", "pcm_s24le"});
        }
    }

    void plan_rendition(std::size_t index) {
        const auto& rendition = plan_.renditions[index];
        const auto gain = index < gain_db_.size() ? gain_db_[index] : 0;
        const auto& name = rendition.profile.filename;
        if (const auto* const film = std::get_if<FilmFile>(&rendition.profile.product)) {
            write_film(*film, rendition, gain);
        } else if (const auto* const file = std::get_if<SoundFile>(&rendition.profile.product)) {
            map(sound_of(0, file->sound, gain));
            code_sound(file->sound);
            finish(name.ends_with(".mp3") ? "mp3" : name.ends_with(".wav") ? "wav" : "ipod", name);
        } else if (const auto* const set = std::get_if<AdaptiveSet>(&rendition.profile.product)) {
            write_set(*set, rendition, gain);
        } else if (const auto* const sprite = std::get_if<SpriteSheet>(&rendition.profile.product)) {
            write_sprite(*sprite, rendition);
        }
    }

    void write_film(const FilmFile& film, const PlannedRendition& rendition, double gain) {
        const auto& size = rendition.sizes.front();
        const bool is_prores = film.video.codec == VideoCodec::ProRes;
        map(picture_of(size, is_prores ? "yuv422p10le" : "yuv420p"));
        code_picture(film.video, size, "");
        if (!plan_.sounds.empty()) {
            map(sound_of(0, film.sound, gain));
            code_sound(film.sound);
        }
        if (plan_.start_timecode) add(outputs_, {"-timecode", *plan_.start_timecode});
        // The index first, so that a player can begin before the end has come.
        add(outputs_, {"-movflags", "+faststart"});
        finish(is_prores ? "mov" : "mp4", rendition.profile.filename);
    }

    void write_set(const AdaptiveSet& set, const PlannedRendition& rendition, double gain) {
        for (std::size_t i = 0; i < rendition.sizes.size(); ++i) {
            map(picture_of(rendition.sizes[i], "yuv420p"));
            code_picture(set.rungs.front(), rendition.sizes[i], fmt::format(":{}", i));
        }
        for (std::size_t i = 0; i < plan_.sounds.size(); ++i) map(sound_of(i, set.sound, i == 0 ? gain : 0));
        if (!plan_.sounds.empty()) code_sound(set.sound);
        double seconds = set.segment_seconds;
        if (!set.rungs.empty()) {
            // Whole groups of pictures, a little less than they last, so that none is left for the next segment.
            const double rate = plan_.picture->frame_rate.to_double();
            const double group = key_frame_distance(set.rungs.front(), plan_.picture->frame_rate) / rate;
            seconds = std::max(1.0, std::round(seconds / group)) * group - 0.25 / rate;
        }
        add(outputs_, {"-seg_duration", fmt::format("{:.6f}", seconds), "-single_file", "1", "-global_sidx", "1"});
        add(outputs_, {"-single_file_name", "cmaf/track_$RepresentationID$.mp4", "-format_options", "movflags=+cmaf"});
        finish("dash", kScratchManifest);
    }

    void write_sprite(const SpriteSheet& sprite, const PlannedRendition& rendition) {
        const auto grid = grid_of(sprite, plan_);
        const auto from = take_picture();
        graph_.chain(fmt::format("[{}]select='gte(t,selected_n*{:.6f})',{},tile={}x{},format=yuv420p[v{}]", from,
                                 grid.interval_seconds, scale_to(rendition.sizes.front()),
                                 std::min(sprite.columns, grid.tiles), grid.rows, from));
        map("v" + from);
        add(outputs_,
            {"-c:v", "libwebp", "-quality", std::to_string(sprite.quality), "-frames:v", "1", "-fps_mode", "vfr"});
        finish("image2", rendition.profile.filename);
    }

    const PassPlan& plan_;
    const std::vector<double>& gain_db_;
    Graph graph_;
    Arguments outputs_;
    std::vector<std::string> pictures_;
    std::vector<std::vector<std::string>> sounds_;
};

}  // namespace

std::string track_file(std::size_t track) { return fmt::format("cmaf/track_{}.mp4", track); }

std::vector<std::string> listen(const std::filesystem::path& master, const PassPlan& plan, bool samples) {
    auto arguments = open(plan, "info");  // the sum of what was measured is information
    read(arguments, master);
    std::string graph = sound_head(plan, plan.sounds.front()) + (samples ? ",asplit=3[l][q][w];" : ",asplit=2[l][q];");
    graph += "[l]ebur128=peak=true:framelog=verbose[o];";
    graph += fmt::format("[q]silencedetect=n=-60dB:d=2,ametadata=print:file={},anullsink", kSoundFindings);
    if (samples) graph += fmt::format(";[w]aresample={}[samples]", kSampleRate);
    add(arguments, {"-filter_complex", graph, "-map", "[o]", "-f", "null", "-"});
    if (samples) add(arguments, {"-map", "[samples]", "-ac", "2", "-c:a", "pcm_s16le", "-f", "s16le", kSamples});
    return arguments;
}

std::vector<std::string> encode(const std::filesystem::path& master, const PassPlan& plan,
                                const std::vector<double>& gain_db) {
    auto arguments = open(plan, "warning");
    if (const auto cut = cut_of(plan); plan.span) {
        if (cut.seek_seconds > 0) add(arguments, {"-ss", fmt::format("{:.6f}", cut.seek_seconds)});
        add(arguments, {"-t", fmt::format("{:.6f}", cut.end_seconds + 1)});
    }
    read(arguments, master);
    Encoding{plan, gain_db}.write(arguments);
    return arguments;
}

std::vector<std::string> take_stills(const std::filesystem::path& master, const PassPlan& plan) {
    // Of some pictures the one that is most like them all: no flash, no fade.
    constexpr int kLookedAt = 25;
    auto arguments = open(plan, "warning");
    if (plan.still_at_ms > 0)
        add(arguments, {"-ss", fmt::format("{:.3f}", static_cast<double>(plan.still_at_ms) / 1000)});
    read(arguments, master);
    auto graph = picture_head(plan) + fmt::format(",thumbnail=n={},split={}", kLookedAt, plan.renditions.size());
    Arguments outputs;
    std::string chains;
    for (std::size_t i = 0; i < plan.renditions.size(); ++i) {
        const auto& rendition = plan.renditions[i];
        const auto& still = std::get<StillFile>(rendition.profile.product);
        const bool is_jpeg = still.format == StillFormat::Jpeg;
        graph += fmt::format("[p{}]", i);
        // JPEG is of full range and of the first television's colours (ITU-T T.871).
        chains += fmt::format(
            ";[p{}]{}{}[o{}]", i, scale_to(rendition.sizes.front()),
            is_jpeg ? ":in_color_matrix=bt709:in_range=tv:out_color_matrix=bt601:out_range=pc,format=yuvj420p"
                    : ":in_color_matrix=bt709:in_range=tv:out_color_matrix=bt601:out_range=tv,format=yuv420p",
            i);
        add(outputs, {"-map", fmt::format("[o{}]", i), "-frames:v", "1", "-c:v", is_jpeg ? "mjpeg" : "libwebp"});
        // FFmpeg's scale for JPEG goes from 2, the best, to 31.
        if (is_jpeg) add(outputs, {"-q:v", std::to_string(2 + (100 - still.quality) * 29 / 100)});
        if (!is_jpeg) add(outputs, {"-quality", std::to_string(still.quality)});
        add(outputs, {"-f", "image2", "-update", "1", rendition.profile.filename});
    }
    add(arguments, {"-filter_complex", graph + chains});
    arguments.insert(arguments.end(), outputs.begin(), outputs.end());
    return arguments;
}

SpriteGrid grid_of(const SpriteSheet& sprite, const PassPlan& plan) {
    SpriteGrid grid{.interval_seconds = sprite.min_interval_seconds};
    const double seconds = static_cast<double>(plan.about_ms.value_or(0)) / 1000;
    grid.interval_seconds = std::max(grid.interval_seconds, seconds / sprite.max_tiles);
    grid.tiles = std::clamp(static_cast<int>(std::ceil(seconds / grid.interval_seconds - 1e-6)), 1, sprite.max_tiles);
    const int columns = std::min(sprite.columns, grid.tiles);
    grid.rows = (grid.tiles + columns - 1) / columns;
    return grid;
}

bool is_encoded(const PlannedRendition& rendition) {
    return !std::holds_alternative<WaveformPeaks>(rendition.profile.product);
}

int key_frame_distance(const VideoCoding& coding, const Rational& frame_rate) {
    return std::max(1, static_cast<int>(std::lround(coding.key_frame_seconds * frame_rate.to_double())));
}

}  // namespace acervo::ffmpeg
