#include "store/jobs/pin_selection.hpp"

#include <fmt/format.h>

#include "store/assets/asset_filter_sql.hpp"

namespace acervo {
namespace {

// Beside the parameters of asset_filter_sql.hpp: $3 the most, $4 the job, $5 what is excluded, $7 the collections to
// look in, $12 the person when assets that it was named on are taken wherever they lie.
const std::string kPinAll = fmt::format(
    "INSERT INTO job_assets (job_id, asset_id) SELECT $4::uuid, a.id FROM assets a WHERE {} AND {} "
    "AND a.id <> ALL ($5::uuid[]) AND ($7::uuid[] IS NOT NULL OR $12::uuid IS NULL) LIMIT $3",
    asset_filter_sql(AssetShelf::Catalogue), not_hidden_sql());
const std::string kPinPlaces = fmt::format(
    "INSERT INTO job_assets (job_id, asset_id) SELECT $4::uuid, a.id FROM assets a WHERE a.id IN "
    "(SELECT asset_id FROM asset_placements WHERE collection_id = ANY ($7::uuid[]) "
    "UNION SELECT asset_id FROM asset_readers WHERE user_id = $12::uuid) "
    "AND {} AND {} AND a.id <> ALL ($5::uuid[]) LIMIT $3",
    asset_filter_sql(AssetShelf::Catalogue), not_hidden_sql());

}  // namespace

Async<Result<std::int64_t>> pin_assets_seen_by(Transaction& tx, JobId id, Principal who, PinnedQuery query) {
    const bool is_admin = who.role == Role::Admin;
    const auto& filter = query.filter;
    const auto person = is_admin ? std::nullopt : std::optional{who.user};
    const auto named = filter.collection ? std::nullopt : person;
    // Without a name, so that the planner sees the values.
    const Statement pin{"", is_admin && !filter.collection ? std::string_view{kPinAll} : std::string_view{kPinPlaces}};
    const auto types = array_or_null(filter.types);
    const auto statuses = array_or_null(filter.statuses);
    const auto rows = CO_TRY(co_await tx.execute(pin, types, statuses, query.most, id, query.excluded, person,
                                                 query.places.viewed, query.places.managed, filter.created_from,
                                                 filter.created_before, filter.tag, named));
    co_return rows.affected();
}

}  // namespace acervo
