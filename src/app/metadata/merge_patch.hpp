#pragma once

#include <string>
#include <string_view>

#include "core/result.hpp"

namespace acervo {

/// So much metadata an asset may have, as JSON text.
inline constexpr std::size_t kMostMetadataBytes = 65'536;

/// `patch` merged into the object `target` (RFC 7396): null takes a member away, an object is merged, anything else
/// takes the place of what was there. An empty patch text takes everything away. InvalidInput when the outcome is
/// larger than `kMostMetadataBytes`.
Result<std::string> merge_patch(std::string_view target, std::string_view patch);

/// The object without needless space, so that equal ones are equal text.
std::string compact_json(std::string_view object);

}  // namespace acervo
