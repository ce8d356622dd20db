#include "store/assets/asset_filter_sql.hpp"

#include <fmt/format.h>

namespace acervo {

std::string asset_filter_sql(AssetShelf shelf) {
    const auto* const lies =
        shelf == AssetShelf::Trash ? "a.trashed_at IS NOT NULL AND a.purged_at IS NULL" : "a.trashed_at IS NULL";
    return fmt::format(
        "{} AND ($1::text[] IS NULL OR a.type = ANY ($1)) AND ($2::text[] IS NULL OR a.status = ANY "
        "($2)) "
        "AND ($9::timestamptz IS NULL OR a.created_at >= $9) AND ($10::timestamptz IS NULL OR a.created_at < $10) "
        "AND ($11::text IS NULL OR a.tags @> ARRAY[$11])",
        lies);
}

std::string not_hidden_sql() {
    return "($6::uuid IS NULL OR NOT a.restricted OR a.home_collection_id = ANY ($8::uuid[]) OR "
           "EXISTS (SELECT FROM asset_readers r WHERE r.asset_id = a.id AND r.user_id = $6::uuid))";
}

}  // namespace acervo
