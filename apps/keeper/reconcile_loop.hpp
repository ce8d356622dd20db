#pragma once

#include <array>
#include <chrono>
#include <vector>

#include "app/reconcile/reconcile.hpp"
#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/metrics.hpp"
#include "sections/sections.hpp"

namespace acervo::keeper {

struct ReconcileSection {
    /// How often uploads that nobody ends are looked for.
    std::chrono::milliseconds settle_every{std::chrono::minutes{1}};
    /// How often the buckets are walked.
    std::chrono::milliseconds sweep_every{std::chrono::hours{6}};
    std::chrono::milliseconds grace{std::chrono::hours{24}};
    /// The one identity that may remove masters.
    std::string purge_access_key_id;
    Secret purge_secret_access_key;
};
void describe(config::Section<ReconcileSection>& section);

/// Keeps the ledger and the object store equal; for the leader. What no row tells of is counted and left: whether it
/// goes is for a person to say (`acervo-admin reconcile`).
class ReconcileLoop {
public:
    ReconcileLoop(const ReconcileSection& section, const S3Section& s3, Metrics& metrics);

    /// Until it is cancelled. `remover` may remove masters.
    Async<void> run(Database& database, ObjectStore& objects, ObjectStore& remover);

private:
    Async<void> round(Reconciler& reconciler, bool sweeps);

    const ReconcileSection& section_;
    const S3Section& s3_;
    SystemClock clock_;
    Gauge leaked_bytes_;
    Gauge lost_objects_;
    Gauge walked_at_;
    Counter failures_;
    std::vector<Counter> mended_;
};

}  // namespace acervo::keeper
