#include "adapters/ffmpeg/filter_graph.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace acervo::ffmpeg {
namespace {

/// BT.2408: the white of a page, in candela per square metre, on screens of high range; it becomes the white of ours.
constexpr int kReferenceWhite = 203;

std::string_view scaler_space(std::string_view space) {
    if (space == "gbr") return "bt709";
    if (space == "bt2020nc" || space == "bt2020c") return "bt2020";
    if (space == "bt470bg" || space == "smpte170m" || space == "bt709" || space == "fcc" || space == "smpte240m") {
        return space;
    }
    return "bt709";
}

/// Names that zscale knows beside those of FFmpeg's frames.
std::string zimg_space(const std::string& space) {
    if (space == "bt2020nc") return "2020_ncl";
    if (space == "bt2020c") return "2020_cl";
    return space == "gbr" ? "gbr" : space == "bt709" ? "709" : "2020_ncl";
}

std::string_view deinterlace(PicturePlan::Deinterlace how) {
    switch (how) {
        case PicturePlan::Deinterlace::No:
            return "";
        case PicturePlan::Deinterlace::FlaggedFrames:
            return "bwdif=mode=send_frame:deint=interlaced,";
        case PicturePlan::Deinterlace::AllFrames:
            return "bwdif=mode=send_frame:deint=all,";
    }
    return "";
}

/// Scaled in light that adds up, then brought into the range and the colours of ordinary screens.
std::string wide_to_standard(const PicturePlan& plan, std::string_view format) {
    auto chain =
        fmt::format("zscale=w={}:h={}:filter=spline36:min={}:tin={}:pin={}:rin={}:t=linear:npl={},format=gbrpf32le,",
                    plan.width, plan.height, zimg_space(plan.color_space), plan.color_transfer, plan.color_primaries,
                    plan.color_range == "pc" ? "full" : "limited", kReferenceWhite);
    chain += "zscale=p=bt709,";
    if (plan.color == PicturePlan::Color::ToneMap) chain += "tonemap=mobius:desat=0,";
    return chain + fmt::format("zscale=t=bt709:m=bt709:r=limited:npl=100,format={}", format);
}

std::string standard_colors(const PicturePlan& plan, std::string_view format) {
    return fmt::format(
        "scale={}:{}:flags=bicubic+accurate_rnd:in_color_matrix={}:in_range={}:out_color_matrix=bt709:"
        "out_range=tv,format={}",
        plan.width, plan.height, scaler_space(plan.color_space), plan.color_range, format);
}

std::string rate(const Rational& rational) { return fmt::format("{}/{}", rational.num, rational.den); }

}  // namespace

Cut cut_of(const PassPlan& plan) {
    constexpr std::array kCanBeEntered{"mov", "matroska", "mxf"};
    Cut cut;
    if (!plan.span) return cut;
    const double frame = 1 / plan.picture->frame_rate.to_double();
    const auto length = static_cast<double>(plan.span->end - plan.span->first) * frame;
    for (const auto* name : kCanBeEntered) cut.seeks |= plan.container.starts_with(name);
    const double begins = static_cast<double>(plan.span->first) * frame;
    cut.seek_seconds = cut.seeks && plan.span->first > 0 ? begins - frame / 2 : 0;
    cut.first_seconds = begins - cut.seek_seconds;
    cut.end_seconds = cut.first_seconds + length;
    return cut;
}

std::string picture_head(const PassPlan& plan) {
    const auto& picture = *plan.picture;
    const std::string_view format = picture.is_ten_bit ? "yuv422p10le" : "yuv420p";
    auto chain = fmt::format("[0:{}]", picture.stream);
    if (plan.span) {
        // Half a frame on either side: the frames themselves are never at the edge.
        const auto cut = cut_of(plan);
        const double half = 0.5 / picture.frame_rate.to_double();
        chain += fmt::format("trim=start={:.6f}:end={:.6f},setpts=PTS-STARTPTS,", cut.first_seconds - half,
                             cut.end_seconds - half);
    }
    chain += deinterlace(picture.deinterlace);
    // A cover is one picture that lasts no time: at a rate nothing would be left of it.
    const bool is_of_stills = std::holds_alternative<StillFile>(plan.renditions.front().profile.product);
    if (!is_of_stills) chain += fmt::format("fps={},", rate(picture.frame_rate));
    if (picture.flatten_alpha) {
        chain += picture.color_space == "gbr" ? "format=gbrap,premultiply=inplace=1,"
                                              : "format=yuva444p,premultiply=inplace=1,";
    }
    chain += picture.color == PicturePlan::Color::Standard ? standard_colors(picture, format)
                                                           : wide_to_standard(picture, format);
    return chain + ",setsar=1,setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709";
}

std::string sound_head(const PassPlan& plan, const SoundPlan& sound) {
    std::string chain;
    for (const int stream : sound.streams) chain += fmt::format("[0:{}]", stream);
    switch (sound.mix) {
        case SoundPlan::Mix::JoinMono:
            chain += "join=inputs=2:channel_layout=stereo:map=0.0-FL|1.0-FR,";
            break;
        case SoundPlan::Mix::FirstTwo:
            chain += "pan=stereo|c0=c0|c1=c1,";
            break;
        case SoundPlan::Mix::Downmix:
            break;
    }
    // Silence where the file has gaps, and before a sound that begins later than the picture.
    if (!plan.span) return chain + "aresample=48000:async=1:first_pts=0";
    const auto cut = cut_of(plan);
    return chain + fmt::format("aresample=48000:async=1:first_pts=0,atrim=start={:.6f}:end={:.6f},asetpts=PTS-STARTPTS",
                               cut.first_seconds, cut.end_seconds);
}

std::string scale_to(const EncodedSize& size) {
    return fmt::format("scale={}:{}:flags=bicubic+accurate_rnd", size.width, size.height);
}

}  // namespace acervo::ffmpeg
