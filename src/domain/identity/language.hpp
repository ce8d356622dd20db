#pragma once

#include <string_view>

#include "core/result.hpp"

namespace acervo {

/// What letters to people are written in: Spanish, English.
enum class Language { Es, En };

/// As ISO 639-1 has it: `es`, `en`.
std::string_view name_of(Language language) noexcept;
/// InvalidInput for every other name.
Result<Language> parse_language(std::string_view name);

}  // namespace acervo
