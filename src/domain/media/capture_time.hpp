#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace acervo {

/// A moment as files write it (`2025:03:17 10:00:00.12+01:00`, EXIF; ISO 8601; a day alone) as ISO 8601:
/// `2025-03-17T10:00:00.12+01:00`, without an offset where neither the text nor `offset` (`+01:00`) says one. Nothing
/// for what is no moment, a day that there is not, and years before 1800 and after 2199.
std::optional<std::string> capture_time(std::string_view text, std::string_view offset);

}  // namespace acervo
