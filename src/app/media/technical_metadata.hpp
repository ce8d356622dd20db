#pragma once

#include <string>

#include "domain/media/media_info.hpp"

namespace acervo {

/// What a file is, as the JSON object that is kept and shown as `technical_metadata`. What the file does not say is not
/// there; rates are fractions in text (`30000/1001`), so that nobody rounds them.
std::string technical_metadata(const MediaInfo& media);

}  // namespace acervo
