#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <utility>

#include "domain/rendition/plan_steps.hpp"

namespace acervo::plan_steps {
namespace {

constexpr std::array kUsualRates{Rational{24'000, 1001}, Rational{24, 1}, Rational{25, 1},
                                 Rational{30'000, 1001}, Rational{30, 1}, Rational{50, 1},
                                 Rational{60'000, 1001}, Rational{60, 1}};
/// Lower ones are kept as they are: a film of 12 frames a second needs no more.
constexpr double kLowestSnapped = 23;

int even_side(double side) { return std::max(2, 2 * static_cast<int>(std::lround(side / 2))); }

/// Never above `limit`, which the side itself may not pass.
int even_side_within(double side, double limit) {
    const int even = even_side(side);
    return even > limit && even > 2 ? even - 2 : even;
}

EncodedSize scaled(ShownSize shown, double scale) {
    return {.width = even_side_within(shown.width * scale, std::ceil(shown.width)),
            .height = even_side_within(shown.height * scale, std::ceil(shown.height))};
}

double scale_into(ShownSize shown, int max_width, int max_height) {
    if (shown.height > shown.width) std::swap(max_width, max_height);
    return std::min(max_width / shown.width, max_height / shown.height);
}

Rational nearest_usual(double rate) {
    return *std::ranges::min_element(kUsualRates, {},
                                     [rate](Rational usual) { return std::abs(usual.to_double() - rate); });
}

/// As people and players take a file that does not say it.
std::string color_space_of(const VideoFormat& video) {
    const auto& name = video.color_space;
    if (!name.empty() && name != "unknown" && name != "reserved") return name;
    if (video.pixel_format.starts_with("rgb") || video.pixel_format.starts_with("bgr") ||
        video.pixel_format.starts_with("gbr") || video.pixel_format.starts_with("argb") ||
        video.pixel_format.starts_with("abgr") || video.pixel_format.starts_with("pal8")) {
        return "gbr";
    }
    if (video.is_high_dynamic_range() || video.color_primaries == "bt2020") return "bt2020nc";
    return std::max(video.width, video.height) >= 1280 || video.height > 576 ? "bt709" : "smpte170m";
}

std::string said_or(const std::string& said, const std::string& otherwise) {
    return said.empty() || said == "unknown" || said == "reserved" ? otherwise : said;
}

void plan_color(PicturePlan& plan, const VideoFormat& video) {
    const bool wide = video.color_primaries == "bt2020" || video.color_space.starts_with("bt2020");
    plan.color = video.is_high_dynamic_range() ? PicturePlan::Color::ToneMap
                 : wide                        ? PicturePlan::Color::Convert
                                               : PicturePlan::Color::Standard;
    plan.color_space = color_space_of(video);
    plan.color_transfer = said_or(video.color_transfer, wide ? "bt2020-10" : "bt709");
    plan.color_primaries = said_or(video.color_primaries, wide || video.is_high_dynamic_range() ? "bt2020" : "bt709");
    const bool full = video.color_range == "pc" || video.pixel_format.starts_with("yuvj") || plan.color_space == "gbr";
    plan.color_range = full ? "pc" : "tv";
}

/// Of codecs that only ever hold whole pictures nobody has to ask.
PicturePlan::Deinterlace deinterlace_of(const MediaStream& stream) {
    const auto& video = *stream.video;
    if (video.is_interlaced()) return PicturePlan::Deinterlace::AllFrames;
    if (video.field_order == FieldOrder::Progressive) return PicturePlan::Deinterlace::No;
    constexpr std::array kMayHaveFields{"mpeg2video", "h264",  "hevc", "vc1",  "dvvideo",  "prores",
                                        "dnxhd",      "mpeg4", "ffv1", "v210", "rawvideo", "jpeg2000"};
    return std::ranges::find(kMayHaveFields, stream.codec) != kMayHaveFields.end()
               ? PicturePlan::Deinterlace::FlaggedFrames
               : PicturePlan::Deinterlace::No;
}

}  // namespace

ShownSize shown_size(const VideoFormat& video) {
    ShownSize shown{static_cast<double>(video.width), static_cast<double>(video.height)};
    const auto aspect = video.pixel_aspect.is_positive() ? video.pixel_aspect.to_double() : 1.0;
    // An aspect that no camera makes is a mistake of the file.
    if (aspect > 0.1 && aspect < 10) shown.width *= aspect;
    if (video.rotation == 90 || video.rotation == 270) std::swap(shown.width, shown.height);
    return shown;
}

EncodedSize fit(ShownSize shown, int max_width, int max_height) {
    return scaled(shown, std::min(1.0, scale_into(shown, max_width, max_height)));
}

EncodedSize fit(ShownSize shown, const VideoCoding& coding) {
    auto size = fit(shown, coding.max_width, coding.max_height);
    const double pixels = static_cast<double>(size.width) * size.height;
    const double share = pixels / (static_cast<double>(coding.max_width) * coding.max_height);
    const auto kbps = std::lround(coding.bitrate_kbps * std::pow(std::min(1.0, share), 0.75));
    size.bitrate_kbps = std::max(64, static_cast<int>(kbps));
    return size;
}

std::vector<EncodedSize> fit_rungs(ShownSize shown, const std::vector<VideoCoding>& rungs) {
    constexpr double kForgiven = 1.1;
    std::vector<EncodedSize> sizes;
    for (const auto& rung : rungs) {
        const bool is_lowest = &rung == &rungs.back();
        const bool is_above = scale_into(shown, rung.max_width, rung.max_height) > kForgiven;
        if (is_above && !(is_lowest && sizes.empty())) continue;
        sizes.push_back(fit(shown, rung));
    }
    return sizes;
}

Rational steady_rate(const VideoFormat& video, int max) {
    if (!video.frame_rate || !video.frame_rate->is_positive()) return {25, 1};
    auto rate = *video.frame_rate;
    while (rate.to_double() > max + 0.01) rate.den *= 2;
    const auto shared = std::gcd(rate.num, rate.den);
    rate = {rate.num / shared, rate.den / shared};
    if (video.variable_frame_rate && rate.to_double() >= kLowestSnapped) return nearest_usual(rate.to_double());
    return rate;
}

PicturePlan plan_picture(const MediaInfo& media, const MediaStream& stream, int max_frame_rate) {
    const auto& video = *stream.video;
    PicturePlan plan;
    plan.stream = stream.index;
    plan.deinterlace = deinterlace_of(stream);
    plan.frame_rate = steady_rate(video, max_frame_rate);
    plan.keeps_every_frame = !video.variable_frame_rate && video.frame_rate &&
                             plan.frame_rate.num * video.frame_rate->den == video.frame_rate->num * plan.frame_rate.den;
    plan.flatten_alpha = video.has_alpha;
    plan_color(plan, video);
    plan.duration_ms = exact_duration(media, stream);
    return plan;
}

}  // namespace acervo::plan_steps
