#include "domain/identity/language.hpp"

#include "domain/names.hpp"

namespace acervo {
namespace {

constexpr Names<Language, 2> kLanguages{{{Language::Es, "es"}, {Language::En, "en"}}};

}  // namespace

std::string_view name_of(Language language) noexcept { return name_in(kLanguages, language); }

Result<Language> parse_language(std::string_view name) { return value_in(kLanguages, name, "language"); }

}  // namespace acervo
