#include "store/assets/find_by_name.hpp"

namespace acervo {
namespace {

constexpr Statement kByExternalId{"assets.find_by_external_id",
                                  "SELECT id FROM assets WHERE external_id = $1 AND trashed_at IS NULL"};
constexpr Statement kByFilename{"assets.find_by_filename",
                                "SELECT id FROM assets WHERE original_filename = $1 AND trashed_at IS NULL "
                                "ORDER BY created_at, id LIMIT 20"};

AssetId id_of(const Row& row) { return row.get<AssetId>(0); }

}  // namespace

Async<Result<std::vector<AssetId>>> find_assets_with_external_id(Database& database, std::string external_id) {
    const auto rows = CO_TRY(co_await database.query(kByExternalId, std::move(external_id)));
    co_return rows.map(id_of);
}

Async<Result<std::vector<AssetId>>> find_assets_with_filename(Database& database, std::string filename) {
    const auto rows = CO_TRY(co_await database.query(kByFilename, std::move(filename)));
    co_return rows.map(id_of);
}

}  // namespace acervo
