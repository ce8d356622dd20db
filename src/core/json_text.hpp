#pragma once

#include <string>
#include <string_view>

namespace acervo {

/// Appends `text` as a JSON string with its quotes (RFC 8259 §7). Control characters, also those of
/// U+0080–U+009F that steer terminals, are escaped; each maximal piece
/// that is not UTF-8 becomes one U+FFFD (Unicode 15 §3.9, "substitution of maximal subparts"); the line separators
/// U+2028 and U+2029 are escaped too, so that no reader takes one line for two.
void append_json_text(std::string& out, std::string_view text);

}  // namespace acervo
