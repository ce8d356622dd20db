#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "domain/rendition/plan.hpp"
#include "domain/rendition/plan_steps.hpp"

namespace acervo {
namespace {

using namespace plan_steps;

constexpr std::int64_t kStillLatestMs = 60'000;

bool is_still(const Profile& profile) { return std::holds_alternative<StillFile>(profile.product); }

bool needs_picture(const Profile& profile) {
    const auto* const set = std::get_if<AdaptiveSet>(&profile.product);
    return std::holds_alternative<FilmFile>(profile.product) || std::holds_alternative<SpriteSheet>(profile.product) ||
           is_still(profile) || (set != nullptr && !set->rungs.empty());
}

const MediaStream* cover_of(const MediaInfo& media) {
    const auto is_cover = [](const MediaStream& stream) {
        return stream.video && stream.video->is_attached_picture && stream.video->width > 0;
    };
    const auto found = std::ranges::find_if(media.streams, is_cover);
    return found == media.streams.end() ? nullptr : &*found;
}

const MediaStream* pictures_of(AssetType type, const MediaInfo& media) {
    return type == AssetType::Audio ? cover_of(media) : media.main_video();
}

std::string group_of(AssetType type, const Profile& profile) {
    if (type == AssetType::Image) return "pictures";
    if (is_still(profile)) return "stills";
    return type == AssetType::Video ? "film" : "sound";
}

/// The highest that any file may have; the pass has one rate, that of the slowest.
int frame_rate_limit(const std::vector<Profile>& profiles) {
    int limit = 240;
    for (const auto& profile : profiles) {
        if (const auto* const film = std::get_if<FilmFile>(&profile.product)) {
            limit = std::min(limit, film->video.max_frame_rate);
        } else if (const auto* const set = std::get_if<AdaptiveSet>(&profile.product); set && !set->rungs.empty()) {
            limit = std::min(limit, set->rungs.front().max_frame_rate);
        }
    }
    return limit;
}

std::vector<EncodedSize> sizes_of(const Profile& profile, ShownSize shown) {
    if (const auto* const film = std::get_if<FilmFile>(&profile.product)) return {fit(shown, film->video)};
    if (const auto* const set = std::get_if<AdaptiveSet>(&profile.product)) return fit_rungs(shown, set->rungs);
    if (const auto* const still = std::get_if<StillFile>(&profile.product)) {
        return {fit(shown, still->max_width, still->max_height)};
    }
    // A tile of a portrait stands in the same box as one of a landscape.
    if (const auto* const sprite = std::get_if<SpriteSheet>(&profile.product)) {
        return {fit(shown, sprite->tile_width, sprite->tile_width)};
    }
    return {};
}

bool is_prores(const Profile& profile) {
    const auto* const film = std::get_if<FilmFile>(&profile.product);
    return film != nullptr && film->video.codec == VideoCodec::ProRes;
}

void plan_sizes(PassPlan& plan, const MediaStream& pictures) {
    const auto shown = shown_size(*pictures.video);
    for (auto& rendition : plan.renditions) {
        rendition.sizes = sizes_of(rendition.profile, shown);
        plan.picture->is_ten_bit |= is_prores(rendition.profile);
        for (const auto& size : rendition.sizes) {
            if (size.width < plan.picture->width) continue;
            plan.picture->width = size.width;
            plan.picture->height = size.height;
        }
    }
}

Result<void> check_span(const PassPlan& plan, const MediaInfo& media) {
    const auto& span = *plan.span;
    if (!plan.picture) return fail(ErrorKind::InvalidInput, "only of films can parts be asked");
    if (!plan.picture->keeps_every_frame) {
        return fail(ErrorKind::InvalidInput, "frames of a master of variable or changed rate cannot be counted");
    }
    if (span.first < 0 || span.end <= span.first) {
        return fail(ErrorKind::InvalidInput, "a part begins at or after 0 and ends after it begins");
    }
    if (!media.duration_ms) return ok();
    const auto frames = static_cast<double>(*media.duration_ms) / 1000 * plan.picture->frame_rate.to_double();
    if (static_cast<double>(span.end) <= frames + 1) return ok();
    return fail(ErrorKind::InvalidInput,
                fmt::format("the part ends at frame {}, the film at {:.0f}", span.end, frames));
}

Result<void> plan_film(PassPlan& plan, const MediaInfo& media, const std::vector<Profile>& profiles) {
    const auto* const pictures = media.main_video();
    if (pictures != nullptr && std::ranges::any_of(profiles, needs_picture)) {
        plan.picture = plan_picture(media, *pictures, frame_rate_limit(profiles));
        plan_sizes(plan, *pictures);
        if (plan.picture->keeps_every_frame && !plan.span) plan.start_timecode = media.start_timecode;
    }
    plan.sounds = plan_sounds(media);
    plan.about_ms = media.duration_ms;
    if (plan.span && plan.picture) {
        const auto frames = static_cast<double>(plan.span->end - plan.span->first);
        plan.about_ms = std::llround(frames / plan.picture->frame_rate.to_double() * 1000);
    }
    plan.finds_flaws = !plan.span && std::ranges::none_of(profiles, &Profile::is_on_demand);
    return plan.span ? check_span(plan, media) : ok();
}

Result<void> plan_stills(PassPlan& plan, AssetType type, const MediaInfo& media) {
    const auto& pictures = *pictures_of(type, media);
    plan.picture = plan_picture(media, pictures, 240);
    plan.picture->duration_ms.reset();
    plan_sizes(plan, pictures);
    if (type == AssetType::Video && media.duration_ms)
        plan.still_at_ms = std::min(*media.duration_ms / 10, kStillLatestMs);
    return ok();
}

}  // namespace

bool can_be_made(const Profile& profile, AssetType type, const MediaInfo& media) {
    if (!profile.is_for(type)) return false;
    if (type == AssetType::Image) return is_still(profile);
    if (needs_picture(profile)) return pictures_of(type, media) != nullptr;
    return !media.audio_streams().empty();
}

std::vector<PassGroup> group_into_passes(AssetType type, const MediaInfo& media, const std::vector<Profile>& profiles) {
    std::vector<PassGroup> groups;
    for (const auto& profile : profiles) {
        if (!can_be_made(profile, type, media)) continue;
        const auto name = group_of(type, profile);
        auto group = std::ranges::find(groups, name, &PassGroup::name);
        if (group == groups.end()) {
            group = groups.insert(groups.end(), {.name = name, .is_light = name != "film"});
        }
        group->profiles.push_back(profile);
    }
    return groups;
}

Result<PassPlan> plan_pass(AssetType type, const MediaInfo& media, const std::vector<Profile>& profiles,
                           std::optional<FrameSpan> span) {
    PassPlan plan;
    plan.container = media.container;
    plan.span = span;
    for (const auto& profile : profiles) {
        if (!can_be_made(profile, type, media)) {
            return fail(ErrorKind::InvalidInput, fmt::format("{} cannot be made of this master", profile.name));
        }
        if (group_of(type, profile) != group_of(type, profiles.front())) {
            return fail(ErrorKind::InvalidInput,
                        fmt::format("{} and {} are not made in one pass", profiles.front().name, profile.name));
        }
        plan.renditions.push_back({.profile = profile});
    }
    if (plan.renditions.empty()) return fail(ErrorKind::InvalidInput, "a pass makes something");
    if (type == AssetType::Image) {
        plan.tool = PassTool::Picture;
        return plan;
    }
    const auto planned = is_still(profiles.front()) ? plan_stills(plan, type, media) : plan_film(plan, media, profiles);
    if (!planned) return fail(planned.error());
    return plan;
}

}  // namespace acervo
