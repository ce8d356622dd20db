#include "app/jobs/cache_batch.hpp"

#include <map>

#include "store/assets/assets.hpp"

namespace acervo {
namespace {

Async<Result<std::vector<JobAsset>>> drop(DocumentCache& documents, std::vector<AssetId> assets) {
    std::vector<JobAsset> outcomes;
    for (const auto id : assets) {
        CO_TRY(co_await documents.forget(id));
        outcomes.push_back({.asset = id, .outcome = JobOutcome::Dropped});
    }
    co_return outcomes;
}

Async<Result<JobOutcome>> keep(DocumentCache& documents, AssetDocument document) {
    if (!document.text) co_return JobOutcome::Unchanged;
    auto edition = edition_of(document.edit_version, document.edited_at);
    const bool kept = CO_TRY(co_await documents.keep(document.asset, std::move(edition), *std::move(document.text)));
    co_return kept ? JobOutcome::Cached : JobOutcome::Unchanged;
}

}  // namespace

Async<Result<std::vector<JobAsset>>> cache_batch(Database& database, DocumentCache& documents, JobKind kind,
                                                 std::vector<AssetId> assets) {
    if (kind == JobKind::InvalidateCache) co_return co_await drop(documents, std::move(assets));
    auto found = CO_TRY(co_await list_asset_documents(database, assets, documents.from_bytes()));
    std::map<AssetId, AssetDocument> by_id;
    for (auto& one : found) {
        const auto id = one.asset;
        by_id.emplace(id, std::move(one));
    }
    std::vector<JobAsset> outcomes;
    for (const auto id : assets) {
        const auto at = by_id.find(id);
        auto outcome = JobOutcome::NotFound;
        if (at != by_id.end()) outcome = CO_TRY(co_await keep(documents, std::move(at->second)));
        outcomes.push_back({.asset = id, .outcome = outcome});
    }
    co_return outcomes;
}

}  // namespace acervo
