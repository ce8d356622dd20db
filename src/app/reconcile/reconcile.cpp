#include "app/reconcile/reconcile.hpp"

#include <numeric>

#include "store/storage_moves/storage_moves.hpp"

namespace acervo {
namespace {

constexpr std::array<std::string_view, kFindingKinds> kNames{"dead_completion", "expired_upload",  "stray_parts",
                                                             "left_object",     "surplus_version", "stale_plan",
                                                             "unknown_object",  "lost_object"};

}  // namespace

std::string_view name_of(FindingKind kind) noexcept { return kNames.at(static_cast<std::size_t>(kind)); }

void Reconciliation::add(const Finding& finding) noexcept {
    const auto kind = static_cast<std::size_t>(finding.kind);
    ++found.at(kind);
    if (finding.mended) {
        ++mended.at(kind);
    } else {
        leaked_bytes += finding.bytes;
    }
}

std::uint64_t Reconciliation::open_findings() const noexcept {
    return std::reduce(found.begin(), found.end()) - std::reduce(mended.begin(), mended.end());
}

Async<Result<Reconciliation>> reconcile(Reconciler& reconciler) {
    // Between two stores the ledger names what is in the one that the other programs may not use yet.
    if (CO_TRY(co_await is_storage_switching(reconciler.database))) {
        co_return fail(ErrorKind::Unavailable, "the object store is being changed");
    }
    Reconciliation seen;
    CO_TRY(co_await settle_uploads(reconciler, &seen));
    for (const auto& bucket : reconciler.rules.buckets) {
        CO_TRY(co_await sweep_multiparts(reconciler, bucket, &seen));
        CO_TRY(co_await sweep_objects(reconciler, bucket, &seen));
    }
    co_return seen;
}

}  // namespace acervo
