#pragma once

#include <string_view>

namespace acervo::client {

/// The media type that goes with a file name's extension; `application/octet-stream` where it is not known.
std::string_view mime_type_of(std::string_view filename) noexcept;

}  // namespace acervo::client
