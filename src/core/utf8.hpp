#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace acervo {

/// Of text that is known to be valid UTF-8 (RFC 3629), as all that came through a decoder is.

/// How many characters (code points) it has.
std::size_t code_points(std::string_view text);

/// Its first `most` characters.
std::string_view first_code_points(std::string_view text, std::size_t most);

/// The text without control characters: U+0000–U+001F and U+007F–U+009F.
std::string without_controls(std::string_view text);

}  // namespace acervo
