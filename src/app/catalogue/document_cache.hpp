#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/async.hpp"
#include "core/metrics.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "ports/cache.hpp"

namespace acervo {

struct DocumentRules {
    /// Documents that take less room in the database (bytes, compressed as they lie there) come with their row. By
    /// the figures of docs/adr/0031.
    std::int32_t from_bytes{2048};
    std::chrono::milliseconds lifetime{std::chrono::minutes{5}};
};

/// Large editorial metadata of assets, kept beside the database under `asset:{id}`; one per thread. What is kept names
/// the edit that it is of, and is nothing to whoever asks for another one: PostgreSQL says with every request which
/// edit the asset is at and who may see it. So nothing has to be dropped for an answer to be right. Whatever lies under
/// a key or happens to the cache, nothing fails: it is a miss then. `cache` and `metrics` outlive it.
///   acervo_asset_cache_total{outcome}: `hit`; `miss`; `stale`, of another edit; `broken`, not written by this program;
///   `failed`, the cache did not answer
class DocumentCache {
public:
    explicit DocumentCache(Cache& cache, DocumentRules rules = {}, Metrics* metrics = nullptr);

    std::int32_t from_bytes() const noexcept { return rules_.from_bytes; }

    /// The editorial metadata of the asset at the edit that it is at here.
    Async<std::optional<std::string>> find(AssetId id, std::string edition);
    /// False, and the cache is not asked, for a document that is larger than one may be. What the cache fails with.
    Async<Result<bool>> keep(AssetId id, std::string edition, std::string document);
    /// What the cache fails with; what it was not told is gone after `lifetime`.
    Async<Result<void>> forget(AssetId id);

private:
    enum class Outcome { Hit, Miss, Stale, Broken, Failed };
    void count(Outcome outcome) noexcept;

    Cache* cache_;
    DocumentRules rules_;
    std::vector<Counter> outcomes_;
};

/// Names the edit that an asset is at. Its number alone would not do: after a return to a backup, or to a replica that
/// was behind, the same number may come once more with another text.
std::string edition_of(std::int64_t edit_version, std::optional<Timestamp> edited_at);
std::string edition_of(const Asset& asset);

/// What lies in the cache: one line with the edition and the length of the document, and the document.
std::string write_cached_document(std::string_view edition, std::string_view document);

struct CachedDocument {
    std::string_view edition;
    std::string_view document;
};
/// Views into `text`; nothing when `write_cached_document` did not write it.
std::optional<CachedDocument> read_cached_document(std::string_view text) noexcept;

}  // namespace acervo
