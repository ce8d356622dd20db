#include "app/profiles/profile_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <limits>
#include <set>
#include <utility>

namespace acervo {
namespace {

namespace json = boost::json;

/// Takes the members of one object one by one; what nobody took is unknown.
class Members {
public:
    Members(const json::object& object, std::string at, std::vector<FieldError>& found)
        : object_{object}, at_{std::move(at)}, found_{found} {}
    Members(const Members&) = delete;
    Members& operator=(const Members&) = delete;
    ~Members() {
        for (const auto& member : object_) {
            if (!taken_.contains(std::string{member.key()})) wrong(member.key(), "is not known");
        }
    }

    void wrong(std::string_view name, std::string why) { found_.push_back({path(name), std::move(why)}); }
    std::string path(std::string_view name) const {
        return at_.empty() ? std::string{name} : fmt::format("{}.{}", at_, name);
    }
    std::vector<FieldError>& found() { return found_; }

    const json::value* find(std::string_view name) {
        taken_.emplace(name);
        return object_.if_contains(name);
    }
    const json::value* need(std::string_view name) {
        const auto* const value = find(name);
        if (value == nullptr) wrong(name, "is missing");
        return value;
    }

    void text(std::string_view name, std::string& into) {
        const auto* const value = need(name);
        if (value == nullptr) return;
        if (!value->is_string()) return wrong(name, "must be text");
        into = std::string{value->as_string()};
    }
    void truth(std::string_view name, bool& into) {
        const auto* const value = need(name);
        if (value == nullptr) return;
        if (!value->is_bool()) return wrong(name, "must be true or false");
        into = value->as_bool();
    }
    void whole(std::string_view name, int& into) {
        if (const auto* const value = need(name)) take_whole(name, *value, into);
    }
    void whole_if_there(std::string_view name, int& into) {
        if (const auto* const value = find(name)) take_whole(name, *value, into);
    }
    void number(std::string_view name, double& into) {
        const auto* const value = need(name);
        if (value == nullptr) return;
        if (!value->is_number()) return wrong(name, "must be a number");
        into = value->to_number<double>();
    }
    template <class Value>
    void named(std::string_view name, Result<Value> (*parse)(std::string_view), Value& into) {
        std::string text_value;
        const auto before = found_.size();
        text(name, text_value);
        if (found_.size() != before) return;
        auto parsed = parse(text_value);
        if (!parsed) return wrong(name, parsed.error().message());
        into = *parsed;
    }
    /// Calls `read` with the members of the object of this name, when there is one.
    void object(std::string_view name, const std::function<void(Members&)>& read) {
        const auto* const value = find(name);
        if (value == nullptr) return;
        if (!value->is_object()) return wrong(name, "must be an object");
        Members members{value->as_object(), path(name), found_};
        read(members);
    }
    void needed_object(std::string_view name, const std::function<void(Members&)>& read) {
        if (need(name) != nullptr) object(name, read);
    }
    const json::array* array(std::string_view name) {
        const auto* const value = need(name);
        if (value == nullptr) return nullptr;
        if (!value->is_array()) wrong(name, "must be a list");
        return value->if_array();
    }

private:
    void take_whole(std::string_view name, const json::value& value, int& into) {
        const auto* const number = value.if_int64();
        if (number == nullptr || *number < 0 || *number > std::numeric_limits<int>::max()) {
            return wrong(name, "must be a whole number");
        }
        into = static_cast<int>(*number);
    }

    const json::object& object_;
    std::string at_;
    std::vector<FieldError>& found_;
    std::set<std::string, std::less<>> taken_{};
};

void read(Members& members, VideoCoding& video) {
    members.named("codec", parse_video_codec, video.codec);
    members.whole("max_width", video.max_width);
    members.whole("max_height", video.max_height);
    members.whole("bitrate_kbps", video.bitrate_kbps);
    members.whole("max_frame_rate", video.max_frame_rate);
    members.number("key_frame_seconds", video.key_frame_seconds);
}

void read(Members& members, SoundCoding& sound) {
    members.named("codec", parse_sound_codec, sound.codec);
    members.whole_if_there("bitrate_kbps", sound.bitrate_kbps);
    members.whole("max_channels", sound.max_channels);
    members.whole("sample_rate_hz", sound.sample_rate_hz);
    members.object("loudness", [&](Members& loudness) {
        sound.loudness.emplace();
        loudness.number("integrated_lufs", sound.loudness->integrated_lufs);
        loudness.number("true_peak_dbtp", sound.loudness->true_peak_dbtp);
    });
}

FilmFile film_from(Members& members) {
    FilmFile film;
    members.needed_object("video", [&](Members& video) { read(video, film.video); });
    members.needed_object("sound", [&](Members& sound) { read(sound, film.sound); });
    return film;
}

SoundFile sound_from(Members& members) {
    SoundFile file;
    read(members, file.sound);
    return file;
}

StillFile still_from(Members& members) {
    StillFile still;
    members.named("format", parse_still_format, still.format);
    members.whole("max_width", still.max_width);
    members.whole("max_height", still.max_height);
    members.whole("quality", still.quality);
    return still;
}

AdaptiveSet adaptive_from(Members& members) {
    AdaptiveSet set;
    members.text("dash_filename", set.dash_filename);
    members.number("segment_seconds", set.segment_seconds);
    members.needed_object("sound", [&](Members& sound) { read(sound, set.sound); });
    const auto* const rungs = members.array("rungs");
    if (rungs == nullptr) return set;
    for (const auto& rung : *rungs) {
        const auto at = members.path(fmt::format("rungs[{}]", set.rungs.size()));
        auto& coding = set.rungs.emplace_back();
        if (!rung.is_object()) {
            members.found().push_back({at, "must be an object"});
            continue;
        }
        Members fields{rung.as_object(), at, members.found()};
        read(fields, coding);
    }
    return set;
}

SpriteSheet sprite_from(Members& members) {
    SpriteSheet sprite;
    members.text("track_filename", sprite.track_filename);
    members.whole("tile_width", sprite.tile_width);
    members.whole("columns", sprite.columns);
    members.whole("max_tiles", sprite.max_tiles);
    members.number("min_interval_seconds", sprite.min_interval_seconds);
    members.whole("quality", sprite.quality);
    return sprite;
}

WaveformPeaks waveform_from(Members& members) {
    WaveformPeaks peaks;
    members.whole("peaks_per_second", peaks.peaks_per_second);
    members.whole("max_peaks", peaks.max_peaks);
    return peaks;
}

void read_product(Members& members, Profile& profile) {
    int products = 0;
    const auto one = [&](std::string_view name, auto from) {
        members.object(name, [&](Members& fields) {
            ++products;
            profile.product = from(fields);
        });
    };
    one("film", film_from);
    one("sound", sound_from);
    one("still", still_from);
    one("adaptive", adaptive_from);
    one("sprite", sprite_from);
    one("waveform", waveform_from);
    if (products != 1) members.wrong("", "must have one of film, sound, still, adaptive, sprite and waveform");
}

void read(Members& members, Profile& profile) {
    members.text("name", profile.name);
    members.whole("version", profile.version);
    members.truth("mandatory", profile.mandatory);
    members.named("use", parse_rendition_use, profile.use);
    members.text("filename", profile.filename);
    members.text("mime_type", profile.mime_type);
    if (const auto* const types = members.array("asset_types")) {
        for (const auto& type : *types) {
            const auto parsed = parse_asset_type(type.is_string() ? std::string_view{type.as_string()} : "");
            if (!parsed) {
                members.wrong("asset_types", "may hold video, audio and image");
            } else if (!profile.is_for(*parsed)) {
                profile.asset_types.push_back(*parsed);
            }
        }
    }
    read_product(members, profile);
}

}  // namespace

Result<Profile> profile_from_json(std::string_view text) {
    boost::system::error_code wrong;
    const auto value = json::parse(text, wrong);
    if (wrong || !value.is_object()) {
        return fail(ErrorKind::InvalidInput, "not a JSON object" + (wrong ? ": " + wrong.message() : ""));
    }
    Profile profile;
    std::vector<FieldError> found;
    {
        Members members{value.as_object(), "", found};
        read(members, profile);
    }
    if (!found.empty()) {
        auto message = fmt::format("{} {}", found.front().pointer, found.front().detail);
        return fail(Error{ErrorKind::InvalidInput, std::move(message)}.with_fields(std::move(found)));
    }
    if (auto sound = check(profile); !sound) return fail(std::move(sound).error());
    return profile;
}

}  // namespace acervo
