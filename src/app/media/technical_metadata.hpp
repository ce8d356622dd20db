#pragma once

#include <string>
#include <string_view>

#include "domain/media/embedded_metadata.hpp"
#include "domain/media/media_info.hpp"

namespace acervo {

/// What a file is and says about itself, as the JSON object that is kept and shown as `technical_metadata` (schema
/// TechnicalMetadata of api/openapi.yaml). What the file does not say is not there; rates are fractions in text
/// (`30000/1001`), so that nobody rounds them. `unread`: why nobody knows what the file says; empty when that is known.
std::string technical_metadata(const MediaInfo& media, const EmbeddedMetadata& embedded, std::string_view unread);

/// What the tools wrote, two JSON objects, by their names.
std::string raw_metadata(const std::string& prober, const std::string& reader);

}  // namespace acervo
