#include "reconcile_loop.hpp"

#include "core/log.hpp"
#include "core/sleep.hpp"

namespace acervo::keeper {
namespace {

void tell(const Finding& finding) {
    log::warn("reconcile.found", {{"kind", name_of(finding.kind)},
                                  {"bucket", finding.object.bucket},
                                  {"key", finding.object.key},
                                  {"detail", finding.detail},
                                  {"bytes", finding.bytes},
                                  {"mended", finding.mended}});
}

}  // namespace

void describe(config::Section<ReconcileSection>& section) {
    using namespace std::chrono_literals;
    section.doc("What the object store has, against the ledger");
    section.key("settle_every", &ReconcileSection::settle_every, "How often uploads that nobody ends are looked for")
        .range(100ms, 24h);
    section.key("sweep_every", &ReconcileSection::sweep_every, "How often the buckets are walked").range(100ms, 720h);
    section.key("grace", &ReconcileSection::grace, "How long what no row tells of is left alone").range(1s, 720h);
    section.key("purge_access_key_id", &ReconcileSection::purge_access_key_id,
                "Access key of the identity that may remove masters");
    section.key("purge_secret_access_key", &ReconcileSection::purge_secret_access_key, "Its secret key");
}

ReconcileLoop::ReconcileLoop(const ReconcileSection& section, const S3Section& s3, Metrics& metrics)
    : section_{section},
      s3_{s3},
      leaked_bytes_{metrics.gauge("acervo_leaked_bytes",
                                  "Bytes in the object store that belong to nobody, at the end of the last walk")},
      lost_objects_{metrics.gauge("acervo_lost_objects", "Stored objects that the last walk did not find")},
      walked_at_{metrics.gauge("acervo_reconciled_at_seconds", "When the last walk ended, in seconds since 1970")},
      failures_{
          metrics.counter("acervo_keeper_failures_total", "Rounds of a loop that failed", {{"loop", "reconcile"}})} {
    for (std::size_t kind = 0; kind < kFindingKinds; ++kind) {
        const std::string name{name_of(static_cast<FindingKind>(kind))};
        mended_.push_back(metrics.counter("acervo_reconciled_total", "Differences that were mended", {{"kind", name}}));
    }
}

Async<void> ReconcileLoop::run(Database& database, ObjectStore& objects, ObjectStore& remover) {
    Reconciler reconciler{.database = database,
                          .objects = objects,
                          .remover = remover,
                          .clock = clock_,
                          .rules = {.buckets = {s3_.archive_bucket, s3_.proxies_bucket, s3_.delivery_bucket},
                                    .grace = std::chrono::floor<std::chrono::seconds>(section_.grace),
                                    .repair = true,
                                    .remove_unknown = false},
                          .tell = tell};
    auto next_sweep = clock_.now();
    for (;;) {
        const bool sweeps = clock_.now() >= next_sweep;
        co_await round(reconciler, sweeps);
        if (sweeps) next_sweep = clock_.now() + section_.sweep_every;
        co_await sleep_for(section_.settle_every);
    }
}

Async<void> ReconcileLoop::round(Reconciler& reconciler, bool sweeps) {
    Reconciliation seen;
    Result<void> done;
    if (sweeps) {
        auto all = co_await reconcile(reconciler);
        if (all) seen = *all;
        if (!all) done = fail(std::move(all).error());
    } else {
        done = co_await settle_uploads(reconciler, &seen);
    }
    for (std::size_t kind = 0; kind < kFindingKinds; ++kind) mended_.at(kind).add(seen.mended.at(kind));
    if (!done) {
        failures_.add();
        log::warn("reconcile.failed", {{"error", done.error()}});
    } else if (sweeps) {
        leaked_bytes_.set(static_cast<std::int64_t>(seen.leaked_bytes));
        lost_objects_.set(static_cast<std::int64_t>(seen.found.at(static_cast<std::size_t>(FindingKind::LostObject))));
        walked_at_.set(std::chrono::floor<std::chrono::seconds>(clock_.now()).time_since_epoch().count());
    }
}

}  // namespace acervo::keeper
