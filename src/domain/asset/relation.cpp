#include "domain/asset/relation.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace acervo {
namespace {

using Entry = std::pair<RelationType, std::string_view>;
constexpr std::array<Entry, 5> kTypes{{{RelationType::DerivedFrom, "derived_from"},
                                       {RelationType::PartOf, "part_of"},
                                       {RelationType::References, "references"},
                                       {RelationType::Replaces, "replaces"},
                                       {RelationType::TranslationOf, "translation_of"}}};

}  // namespace

std::string_view name_of(RelationType type) noexcept { return std::ranges::find(kTypes, type, &Entry::first)->second; }

Result<RelationType> parse_relation_type(std::string_view name) {
    const auto* const found = std::ranges::find(kTypes, name, &Entry::second);
    if (found == kTypes.end()) return fail(ErrorKind::InvalidInput, "no such type of relation");
    return found->first;
}

std::string_view name_of(RelationDirection direction) noexcept {
    return direction == RelationDirection::Outgoing ? "outgoing" : "incoming";
}

}  // namespace acervo
