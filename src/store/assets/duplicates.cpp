#include "store/assets/duplicates.hpp"

namespace acervo {
namespace {

constexpr Statement kList{
    "assets.list_with_hash",
    "SELECT id FROM assets WHERE content_hash = $1 AND file_size_bytes = $2 AND trashed_at IS NULL "
    "AND status IN ('processing', 'ready', 'archived') ORDER BY created_at, id LIMIT 20"};

}  // namespace

Async<Result<std::vector<AssetId>>> list_assets_with(Database& database, ContentHash hash, std::uint64_t size) {
    const auto rows = CO_TRY(co_await database.query(kList, hash.to_string(), size));
    co_return rows.map([](const Row& row) { return row.get<AssetId>(0); });
}

}  // namespace acervo
