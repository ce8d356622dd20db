#include "domain/playback/play_path.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace acervo {
namespace {

using namespace std::string_view_literals;

constexpr auto kPlaylist = "application/vnd.apple.mpegurl"sv;
constexpr auto kWebp = "image/webp"sv;

struct Name {
    RenditionUse use;
    std::string_view text;
    std::string_view content_type;
    PlayReach needs{PlayReach::Watch};
};

constexpr std::array kNames{
    Name{RenditionUse::Proxy, "proxy.mp4", "video/mp4", PlayReach::Copy},
    Name{RenditionUse::Proxy, "broadcast.wav", "audio/wav", PlayReach::Copy},
    Name{RenditionUse::Proxy, "web.mp4", "video/mp4"},
    Name{RenditionUse::Proxy, "preview.mp3", "audio/mpeg"},
    Name{RenditionUse::Proxy, "poster.jpg", "image/jpeg"},
    Name{RenditionUse::Proxy, "sprite.webp", kWebp},
    Name{RenditionUse::Proxy, "sprite.vtt", "text/vtt; charset=utf-8"},
    Name{RenditionUse::Proxy, "waveform.json", "application/json"},
    Name{RenditionUse::WebDelivery, "hls/master.m3u8", kPlaylist},
    Name{RenditionUse::WebDelivery, "dash/manifest.mpd", "application/dash+xml"},
};

/// Names with a number in them, of up to `digits` digits.
struct NumberedName {
    RenditionUse use;
    std::string_view before;
    std::string_view after;
    std::string_view content_type;
    std::size_t digits;
};

constexpr std::array kNumberedNames{
    NumberedName{RenditionUse::Thumbnail, "thumb_", ".webp", kWebp, 5},
    NumberedName{RenditionUse::WebDelivery, "hls/track_", ".m3u8", kPlaylist, 3},
    NumberedName{RenditionUse::WebDelivery, "cmaf/track_", ".mp4", "video/mp4", 3},
};

struct Set {
    std::string_view name;
    RenditionUse use;
};

constexpr std::array kSets{Set{"proxies", RenditionUse::Proxy}, Set{"thumbs", RenditionUse::Thumbnail},
                           Set{"web", RenditionUse::WebDelivery}};

/// Digits without a zero in front, at most `most` of them.
std::optional<int> read_number(std::string_view text, std::size_t most) {
    if (text.empty() || text.size() > most || (text.size() > 1 && text.front() == '0')) return std::nullopt;
    int value = 0;
    const auto [stop, error] = std::from_chars(text.begin(), text.end(), value);
    if (error != std::errc{} || stop != text.end() || value < 0) return std::nullopt;
    return value;
}

/// `v3` or `v3-r2`; the first revision is never written.
std::optional<ProfileMake> read_make(std::string_view text) {
    constexpr std::size_t kDigits = 9;
    if (!text.starts_with('v')) return std::nullopt;
    text.remove_prefix(1);
    const auto dash = text.find("-r");
    const auto version = read_number(text.substr(0, dash), kDigits);
    if (!version || *version < 1) return std::nullopt;
    if (dash == std::string_view::npos) return ProfileMake{.version = *version, .revision = 1};
    const auto revision = read_number(text.substr(dash + 2), kDigits);
    if (!revision || *revision < 2) return std::nullopt;
    return ProfileMake{.version = *version, .revision = *revision};
}

bool is_numbered(const NumberedName& name, std::string_view text) {
    if (text.size() <= name.before.size() + name.after.size()) return false;
    if (!text.starts_with(name.before) || !text.ends_with(name.after)) return false;
    text.remove_prefix(name.before.size());
    text.remove_suffix(name.after.size());
    return read_number(text, name.digits).has_value();
}

std::string text_of(ProfileMake make) {
    return make.revision > 1 ? fmt::format("v{}-r{}", make.version, make.revision) : fmt::format("v{}", make.version);
}

std::string_view set_of(RenditionUse use) { return std::ranges::find(kSets, use, &Set::use)->name; }

}  // namespace

Result<PlayPath> PlayPath::parse(std::string_view set, std::string_view make, std::string_view name) {
    const auto none = [] { return fail(ErrorKind::NotFound, "no file that is played has this name"); };
    const auto* const found_set = std::ranges::find(kSets, set, &Set::name);
    const auto found_make = read_make(make);
    if (found_set == kSets.end() || !found_make) return none();
    PlayPath path;
    path.use_ = found_set->use;
    path.make_ = *found_make;
    const auto* const fixed =
        std::ranges::find_if(kNames, [&](const Name& one) { return one.use == path.use_ && one.text == name; });
    if (fixed != kNames.end()) {
        path.content_type_ = fixed->content_type;
        path.needs_ = fixed->needs;
    } else {
        const auto* const numbered = std::ranges::find_if(
            kNumberedNames, [&](const NumberedName& one) { return one.use == path.use_ && is_numbered(one, name); });
        if (numbered == kNumberedNames.end()) return none();
        path.content_type_ = numbered->content_type;
    }
    path.name_ = name;
    return path;
}

std::optional<PlayPath> PlayPath::of_key(std::string_view key, AssetId asset, const ContentHash& master) {
    for (const auto& set : kSets) {
        const auto front = fmt::format("{}{}/{}/", prefix_of(set.use), asset.to_string(), master.to_string());
        if (!key.starts_with(front)) continue;
        const auto rest = key.substr(front.size());
        const auto slash = rest.find('/');
        if (slash == std::string_view::npos) return std::nullopt;
        auto path = parse(set.name, rest.substr(0, slash), rest.substr(slash + 1));
        return path ? std::optional{*std::move(path)} : std::nullopt;
    }
    return std::nullopt;
}

std::string PlayPath::key(AssetId asset, const ContentHash& master) const {
    // Every name of the list is fit for a key.
    return rendition_key(use_, asset, master, make_, name_).value();
}

std::string PlayPath::text() const { return fmt::format("{}/{}/{}", set_of(use_), text_of(make_), name_); }

}  // namespace acervo
