// Made from api/openapi.yaml by tools/gen_api.py. Do not edit.
#include "http/generated/types.hpp"

#include "http/generated/names.hpp"

namespace acervo::http::api {

std::string_view name_of(TokenType value) noexcept { return kTokenTypeNames[static_cast<std::size_t>(value)]; }
std::string_view name_of(Scope value) noexcept { return kScopeNames[static_cast<std::size_t>(value)]; }
std::string_view name_of(CacheAction value) noexcept { return kCacheActionNames[static_cast<std::size_t>(value)]; }
std::string_view name_of(ImportMode value) noexcept { return kImportModeNames[static_cast<std::size_t>(value)]; }
std::string_view name_of(ImportOutcome value) noexcept { return kImportOutcomeNames[static_cast<std::size_t>(value)]; }
std::string_view name_of(LivenessStatus value) noexcept {
    return kLivenessStatusNames[static_cast<std::size_t>(value)];
}
std::string_view name_of(ReadinessStatus value) noexcept {
    return kReadinessStatusNames[static_cast<std::size_t>(value)];
}
std::string_view name_of(DependencyStatus value) noexcept {
    return kDependencyStatusNames[static_cast<std::size_t>(value)];
}

}  // namespace acervo::http::api
