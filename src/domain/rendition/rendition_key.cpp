#include "domain/rendition/rendition_key.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

namespace acervo {
namespace {

bool is_fit(std::string_view part) {
    const auto is_plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-';
    };
    return !part.empty() && part.front() != '.' && std::ranges::all_of(part, is_plain);
}

std::string text_of(ProfileMake make) {
    return make.revision > 1 ? fmt::format("v{}-r{}", make.version, make.revision) : fmt::format("v{}", make.version);
}

}  // namespace

std::string_view prefix_of(RenditionUse use) noexcept {
    switch (use) {
        case RenditionUse::Proxy:
            return "proxies/";
        case RenditionUse::Thumbnail:
            return "thumbs/";
        case RenditionUse::OnDemand:
            return "ondemand/";
        case RenditionUse::WebDelivery:
            return "delivery/web/";
        case RenditionUse::SocialDelivery:
            return "delivery/social/";
        case RenditionUse::TvDelivery:
            return "delivery/tv/";
    }
    return "";
}

bool is_for_delivery(RenditionUse use) noexcept { return prefix_of(use).starts_with("delivery/"); }

int default_days_of(RenditionUse use) noexcept {
    switch (use) {
        case RenditionUse::Proxy:
        case RenditionUse::SocialDelivery:
            return 90;
        case RenditionUse::Thumbnail:
            return 180;
        case RenditionUse::OnDemand:
            return 2;
        case RenditionUse::WebDelivery:
            return 60;
        case RenditionUse::TvDelivery:
            return 365;
    }
    return 0;
}

Result<std::string> rendition_key(RenditionUse use, AssetId asset, const ContentHash& master, ProfileMake make,
                                  std::string_view filename) {
    for (const auto part : std::views::split(filename, '/')) {
        if (is_fit(std::string_view{part})) continue;
        return fail(ErrorKind::InvalidInput, fmt::format("{:?} is no name for a file of a profile", filename));
    }
    if (filename.empty() || make.version < 1 || make.revision < 1) {
        return fail(ErrorKind::InvalidInput, "a rendition's key needs a file name, a version and a revision from 1");
    }
    return fmt::format("{}{}/{}/{}/{}", prefix_of(use), asset.to_string(), master.to_string(), text_of(make), filename);
}

std::string filename_of_part(std::string_view filename, std::int64_t first_frame, std::int64_t end_frame) {
    const auto stem = filename.substr(0, filename.rfind('.'));
    return fmt::format("{}_{}-{}{}", stem, first_frame, end_frame, filename.substr(stem.size()));
}

}  // namespace acervo
