#pragma once

#include <optional>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/relation.hpp"
#include "store/database.hpp"

namespace acervo {

/// Which relation is meant: one of a type from one asset to another.
struct RelationEnds {
    AssetId source;
    RelationType type{RelationType::References};
    AssetId target;
};

/// False, and nothing is changed, when it is there already.
Async<Result<bool>> insert_relation(Transaction& tx, RelationEnds ends, UserId by);

/// False when there is none.
Async<Result<bool>> delete_relation(Transaction& tx, RelationEnds ends);

/// Those that have `asset` at either end, oldest first; with `after`, only those behind it.
Async<Result<std::vector<Relation>>> list_relations(Database& database, AssetId asset, std::optional<RelationId> after,
                                                    int limit);

}  // namespace acervo
