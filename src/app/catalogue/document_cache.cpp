#include "app/catalogue/document_cache.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace acervo {
namespace {

// The contract allows 64 KiB, to which the database adds blanks between its parts.
constexpr std::size_t kLargestDocument = 256 * 1024;
/// Changes with the form of what is kept, so that two releases side by side do not read each other's.
constexpr std::string_view kForm = "acervo-document-1";
constexpr std::array kNames{"hit", "miss", "stale", "broken", "failed"};

std::string key_of(AssetId id) { return "asset:" + id.to_string(); }

}  // namespace

std::string edition_of(std::int64_t edit_version, std::optional<Timestamp> edited_at) {
    return fmt::format("{}.{}", edit_version, edited_at ? edited_at->time_since_epoch().count() : 0);
}

std::string edition_of(const Asset& asset) { return edition_of(asset.edit_version, asset.edited_at); }

std::string write_cached_document(std::string_view edition, std::string_view document) {
    return fmt::format("{} {} {}\n{}", kForm, edition, document.size(), document);
}

std::optional<CachedDocument> read_cached_document(std::string_view text) noexcept {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    auto line = text.substr(0, end);
    const auto document = text.substr(end + 1);
    if (!line.starts_with(kForm) || line.size() <= kForm.size() || line[kForm.size()] != ' ') return std::nullopt;
    line.remove_prefix(kForm.size() + 1);
    const auto blank = line.find(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    const auto length = line.substr(blank + 1);
    std::size_t size = 0;
    const auto read = std::from_chars(length.data(), length.data() + length.size(), size);
    const bool is_number = read.ec == std::errc{} && read.ptr == length.data() + length.size();
    const bool is_object = document.starts_with('{') && document.ends_with('}');
    if (!is_number || size != document.size() || size > kLargestDocument || !is_object) return std::nullopt;
    return CachedDocument{.edition = line.substr(0, blank), .document = document};
}

DocumentCache::DocumentCache(Cache& cache, DocumentRules rules, Metrics* metrics) : cache_{&cache}, rules_{rules} {
    if (metrics == nullptr) return;
    for (const auto* name : kNames) {
        outcomes_.push_back(metrics->counter("acervo_asset_cache_total",
                                             "Large documents of assets that were looked for in the cache",
                                             {{"outcome", name}}));
    }
}

void DocumentCache::count(Outcome outcome) noexcept {
    if (!outcomes_.empty()) outcomes_[static_cast<std::size_t>(outcome)].add();
}

Async<std::optional<std::string>> DocumentCache::find(AssetId id, std::string edition) {
    const auto found = co_await cache_->get(key_of(id));
    if (!found) {
        // Internal: what lies there is of a type that cannot be read; it is written over.
        count(found.error().kind() == ErrorKind::Internal ? Outcome::Broken : Outcome::Failed);
        co_return std::nullopt;
    }
    if (!*found) {
        count(Outcome::Miss);
        co_return std::nullopt;
    }
    const auto cached = read_cached_document(**found);
    if (!cached || cached->edition != edition) {
        count(cached ? Outcome::Stale : Outcome::Broken);
        co_return std::nullopt;
    }
    count(Outcome::Hit);
    co_return std::string{cached->document};
}

Async<Result<bool>> DocumentCache::keep(AssetId id, std::string edition, std::string document) {
    if (document.size() > kLargestDocument) co_return false;
    CO_TRY(co_await cache_->set(key_of(id), write_cached_document(edition, document), rules_.lifetime));
    co_return true;
}

Async<Result<void>> DocumentCache::forget(AssetId id) { co_return co_await cache_->remove(key_of(id)); }

}  // namespace acervo
