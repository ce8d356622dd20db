#pragma once

#include <string_view>

#include "core/result.hpp"
#include "domain/rendition/profile.hpp"

namespace acervo {

/// Reads a profile from the JSON of a file of `profiles/` or of a request. InvalidInput with every wrong field
/// (`film.video.bitrate_kbps`) in `fields()`: an unknown one, one that is missing, of another type, or with a value
/// that makes no sense.
Result<Profile> profile_from_json(std::string_view text);

}  // namespace acervo
