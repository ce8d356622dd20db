#include "store/relations/relations.hpp"

namespace acervo {
namespace {

constexpr Statement kInsert{"asset_relations.insert",
                            "INSERT INTO asset_relations (id, source_id, type, target_id, created_by) "
                            "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (source_id, target_id, type) DO NOTHING"};
constexpr Statement kDelete{"asset_relations.delete",
                            "DELETE FROM asset_relations WHERE source_id = $1 AND type = $2 AND target_id = $3"};
constexpr Statement kList{"asset_relations.list",
                          "SELECT id, type, source_id = $1, CASE source_id WHEN $1 THEN target_id ELSE source_id END, "
                          "created_by, created_at FROM asset_relations WHERE (source_id = $1 OR target_id = $1) "
                          "AND id > $2 ORDER BY id LIMIT $3"};

Relation relation_of(const Row& row) {
    return {.id = row.get<RelationId>(0),
            .type = parse_relation_type(row.text(1)).value(),
            .direction = row.get<bool>(2) ? RelationDirection::Outgoing : RelationDirection::Incoming,
            .other = row.get<AssetId>(3),
            .created_by = row.get<UserId>(4),
            .created_at = row.get<Timestamp>(5)};
}

}  // namespace

Async<Result<bool>> insert_relation(Transaction& tx, RelationEnds ends, UserId by) {
    const auto rows =
        CO_TRY(co_await tx.execute(kInsert, RelationId::make(), ends.source, name_of(ends.type), ends.target, by));
    co_return rows.affected() == 1;
}

Async<Result<bool>> delete_relation(Transaction& tx, RelationEnds ends) {
    const auto rows = CO_TRY(co_await tx.execute(kDelete, ends.source, name_of(ends.type), ends.target));
    co_return rows.affected() == 1;
}

Async<Result<std::vector<Relation>>> list_relations(Database& database, AssetId asset, std::optional<RelationId> after,
                                                    int limit) {
    const auto rows = CO_TRY(co_await database.query(kList, asset, after.value_or(RelationId{}), limit));
    co_return rows.map(relation_of);
}

}  // namespace acervo
