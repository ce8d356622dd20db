#include "app/media/quality.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace acervo {
namespace {

namespace json = boost::json;

constexpr std::uint64_t kAlways = 64ULL << 20U;
/// What encoders write beyond the rate that they were asked for.
constexpr double kMargin = 1.5;
/// Of a film whose length nobody knows.
constexpr std::int64_t kLongMs = 4LL * 3600 * 1000;
constexpr int kMostPcmKbps = 48'000 * 24 * 16 / 1000;

std::string_view name_of(QualityFinding::Kind kind) {
    switch (kind) {
        case QualityFinding::Kind::Black:
            return "black";
        case QualityFinding::Kind::Frozen:
            return "frozen";
        case QualityFinding::Kind::Silent:
            break;
    }
    return "silent";
}

int kbps_of(const SoundCoding& sound) { return sound.codec == SoundCodec::Pcm24 ? kMostPcmKbps : sound.bitrate_kbps; }

/// Of all files of one rendition together.
std::int64_t kbps_of(const PlannedRendition& rendition, std::size_t sounds) {
    std::int64_t kbps = 0;
    for (const auto& size : rendition.sizes) kbps += size.bitrate_kbps;
    const auto& product = rendition.profile.product;
    if (const auto* film = std::get_if<FilmFile>(&product)) kbps += kbps_of(film->sound);
    if (const auto* sound = std::get_if<SoundFile>(&product)) kbps += kbps_of(sound->sound);
    if (const auto* set = std::get_if<AdaptiveSet>(&product)) {
        kbps += kbps_of(set->sound) * static_cast<std::int64_t>(sounds);
    }
    return kbps;
}

/// Of a file that does not say how long it lasts; nothing in use says less than a kilobyte a second.
std::int64_t longest_ms(const MediaInfo& media) {
    return static_cast<std::int64_t>(std::min<std::uint64_t>(kLongMs, 1000 + media.file_size_bytes));
}

}  // namespace

std::optional<std::string> quality_json(const MadePass& made) {
    json::object quality;
    if (made.loudness) {
        quality["loudness"] = {{"integrated_lufs", made.loudness->integrated_lufs},
                               {"range_lu", made.loudness->range_lu},
                               {"true_peak_dbtp", made.loudness->true_peak_dbtp}};
    }
    for (const auto& finding : made.findings) {
        auto& spans = quality[name_of(finding.kind)];
        if (spans.is_null()) spans = json::array{};
        spans.as_array().push_back(json::array{finding.start_ms, finding.end_ms});
    }
    if (quality.empty()) return std::nullopt;
    return json::serialize(quality);
}

std::uint64_t most_bytes(const PassPlan& plan, const MediaInfo& media) {
    std::int64_t kbps = 0;
    for (const auto& rendition : plan.renditions) kbps += kbps_of(rendition, plan.sounds.size());
    const auto seconds = static_cast<double>(media.duration_ms.value_or(longest_ms(media))) / 1000;
    return kAlways + static_cast<std::uint64_t>(static_cast<double>(kbps) * 1000 / 8 * seconds * kMargin);
}

}  // namespace acervo
