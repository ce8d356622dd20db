#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace acervo {

/// One line of at most `most` code points, trimmed, without control characters; runs of blanks are one. Empty for what
/// is not UTF-8.
std::string plain_line(std::string_view text, std::size_t most);

/// The same with its line ends, as `\n`.
std::string plain_text(std::string_view text, std::size_t most);

/// What stands between the separators, trimmed, without empty ones; within double quotes nothing separates (`a; "b; c"`
/// are two).
std::vector<std::string> parts_of(std::string_view text, std::string_view separators);

/// UTF-8 that was read as Windows-1252, as text without a word about its encoding is: `EspaÃ±a` is `España`. What is
/// anything else stays as it is.
std::string with_utf8_restored(std::string_view text);

}  // namespace acervo
