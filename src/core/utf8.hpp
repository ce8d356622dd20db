#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace acervo {

/// Reads the code point at `offset` of `text` and moves `offset` behind it. Nothing for invalid UTF-8 (RFC 3629: also
/// overlong forms and surrogates).
std::optional<char32_t> next_code_point(std::string_view text, std::size_t& offset) noexcept;

/// How many characters (code points) it has; nothing unless all of it is valid.
std::optional<std::size_t> valid_code_points(std::string_view text) noexcept;

/// Whether all of it is valid.
bool is_utf8(std::string_view text) noexcept;

// The others are for text that is known to be valid UTF-8, as all that came through a decoder is.

/// How many characters (code points) it has.
std::size_t code_points(std::string_view text);

/// Its first `most` characters.
std::string_view first_code_points(std::string_view text, std::size_t most);

/// The text without control characters: U+0000–U+001F and U+007F–U+009F.
std::string without_controls(std::string_view text);

}  // namespace acervo
