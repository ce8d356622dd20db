#pragma once

#include <string>

#include "domain/media/embedded_metadata.hpp"

namespace acervo {

/// What the file says as a JSON object, by the names of the schema EmbeddedMetadata of api/openapi.yaml; nothing that
/// it does not say.
std::string to_json(const EmbeddedMetadata& embedded);

}  // namespace acervo
