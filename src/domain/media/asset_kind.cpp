#include "domain/media/asset_kind.hpp"

#include <algorithm>
#include <array>

namespace acervo {
namespace {

/// FFmpeg's demuxers of single pictures are `png_pipe`, `image2`, `gif`; HEIF (ISO/IEC 23008-12) and AVIF come in the
/// container of films and say by their brand what they are.
bool is_of_pictures(const MediaInfo& media) {
    if (media.container.ends_with("_pipe") || media.container.starts_with("image2") || media.container == "gif") {
        return true;
    }
    const auto brand = media.tags.find("major_brand");
    constexpr std::array kBrands{"heic", "heix", "mif1", "avif"};
    return brand != media.tags.end() && std::ranges::find(kBrands, brand->second) != kBrands.end();
}

}  // namespace

std::optional<AssetType> kind_of(const MediaInfo& media) {
    const auto has_sound = std::ranges::any_of(media.streams, [](const MediaStream& stream) {
        return stream.kind == StreamKind::Audio && !stream.codec.empty();
    });
    const auto* picture = media.main_video();
    if (picture == nullptr) return has_sound ? std::optional{AssetType::Audio} : std::nullopt;
    if (!has_sound && is_of_pictures(media)) return AssetType::Image;
    return AssetType::Video;
}

}  // namespace acervo
