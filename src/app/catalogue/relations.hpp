#pragma once

#include <optional>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/identity/user.hpp"
#include "store/assets/assets.hpp"
#include "store/database.hpp"
#include "store/relations/relations.hpp"

namespace acervo {

/// A relation and the asset at its other end.
struct SeenRelation {
    Relation relation;
    Asset other;
};
struct RelationPage {
    std::vector<SeenRelation> relations;
    /// The `after` of the next page.
    std::optional<RelationId> next;
};
/// In both directions, oldest first. A relation is seen by who may view both ends, and not while one of them lies in
/// the trash. NotFound as `asset_for`.
Async<Result<RelationPage>> list_relation_page(Database& database, Caller caller, AssetId asset,
                                               std::optional<RelationId> after, int limit);

/// Says what the source is to the target; changes nothing when that was said before. Needs `Edit` on the source and
/// `View` on the target, NotFound and Forbidden as `asset_for`; InvalidInput when both are one. Audited.
Async<Result<void>> add_relation(Database& database, Caller caller, RelationEnds ends);

/// The same rights; changes nothing when there is no such relation.
Async<Result<void>> remove_relation(Database& database, Caller caller, RelationEnds ends);

}  // namespace acervo
