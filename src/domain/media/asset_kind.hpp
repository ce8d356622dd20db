#pragma once

#include <optional>

#include "domain/asset/asset.hpp"
#include "domain/media/media_info.hpp"

namespace acervo {

/// What a file is by its content: a picture when its format is one of pictures (an animation is one too), a video when
/// it has a film, if only of one frame, a sound when it has none but sound (a cover picture does not count). Nothing
/// when it has none of these.
std::optional<AssetType> kind_of(const MediaInfo& media);

}  // namespace acervo
