#pragma once

#include <string_view>

#include "core/clock.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "domain/identity/user.hpp"

namespace acervo {

using RelationId = Id<struct RelationTag>;

/// What one asset is to another; read from the source to the target. The words are those of the relations of Dublin
/// Core (DCMI Metadata Terms), and of ours where that has none.
enum class RelationType { DerivedFrom, PartOf, References, Replaces, TranslationOf };

std::string_view name_of(RelationType type) noexcept;
/// InvalidInput for a name that is not in the list.
Result<RelationType> parse_relation_type(std::string_view name);

/// As seen from one of both ends.
enum class RelationDirection { Outgoing, Incoming };
std::string_view name_of(RelationDirection direction) noexcept;

struct Relation {
    RelationId id;
    RelationType type{RelationType::References};
    RelationDirection direction{RelationDirection::Outgoing};
    AssetId other;
    UserId created_by;
    Timestamp created_at;
};

}  // namespace acervo
