#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "ports/object_store.hpp"
#include "store/database.hpp"

namespace acervo {

/// What differs between the ledger and the object store, and uploads that nobody will end.
enum class FindingKind {
    /// The object is there, whole; who completed the upload died before the row. Mended by writing the row.
    DeadCompletion,
    /// Past its time. Mended by giving it up and aborting what the store has of it.
    ExpiredUpload,
    /// A multipart upload that no living upload goes on with. Mended by aborting it.
    StrayParts,
    /// At a key whose row says `deleted`. Mended by removing every version and marker.
    LeftObject,
    /// Beside the version that the row names, or a delete marker that hides it. Mended by removing it.
    SurplusVersion,
    /// A row for bytes that nobody will bring. Mended by ending the row.
    StalePlan,
    /// An object that no row tells of. Removed only when that is asked for: a database that was restored from a backup
    /// knows nothing of what came after it.
    UnknownObject,
    /// Acknowledged, and not there as it was. Nothing here can mend it.
    LostObject,
};
inline constexpr std::size_t kFindingKinds = 8;
/// `dead_completion`, `expired_upload` …
std::string_view name_of(FindingKind kind) noexcept;

struct Finding {
    FindingKind kind{FindingKind::LeftObject};
    ObjectAddress object{"", ""};
    /// A version, an id of a multipart upload, a reason: for a person to read.
    std::string detail;
    /// In the store, for nobody; 0 when the bytes are wanted.
    std::uint64_t bytes{0};
    bool mended{false};
};

struct ReconcileRules {
    std::vector<std::string> buckets;
    /// How long what no row tells of is left alone. What has a row needs no such time, see `sweep_objects`.
    std::chrono::seconds grace{std::chrono::hours{24}};
    bool repair{false};
    /// Also objects that no row tells of.
    bool remove_unknown{false};
};

/// What the functions of this folder work with; one per thread.
struct Reconciler {
    Database& database;
    ObjectStore& objects;
    /// With the right to remove objects; the one above needs none.
    ObjectStore& remover;
    const Clock& clock;
    ReconcileRules rules;
    /// Told of each finding once, after it was mended or left.
    std::function<void(const Finding&)> tell;
};

/// What one walk found. The bytes are those that are still there for nobody.
struct Reconciliation {
    std::array<std::uint64_t, kFindingKinds> found{};
    std::array<std::uint64_t, kFindingKinds> mended{};
    std::uint64_t leaked_bytes{0};
    std::uint64_t objects_seen{0};

    void add(const Finding& finding) noexcept;
    std::uint64_t open_findings() const noexcept;
};

/// Uploads that nobody works on: finished where the store has put the object together, given up where their time is
/// over, else left to their owners.
Async<Result<void>> settle_uploads(Reconciler& reconciler, Reconciliation* into);

/// Multipart uploads of one bucket in the store against the uploads they belong to.
///
/// None that is still to be used is ever aborted: `uploads.multipart_id` is written once, and only the id in it is
/// given to clients. An id beside it can never be given to anybody. Where none is written yet the one that was found
/// is written, and is used from then on.
Async<Result<void>> sweep_multiparts(Reconciler& reconciler, std::string bucket, Reconciliation* into);

/// Objects of one bucket, with all versions and delete markers, against the ledger.
///
/// Both are read by pages in the order of keys. A difference seen between two pages read one after the other may be one
/// that was just being made: so a key that differs is looked at again on its own, first in the store, then in the
/// ledger. As rows are committed before bytes are sent (rule 1 of ARCHITECTURE.md), an object seen first has its row
/// when that is asked for second; and what is decided on cannot change any more: `deleted` is final, the version of a
/// `stored` row is final, a `planned` row that is not awaited can only become `deleted`. Where that order cannot tell
/// (a stored row without its object) the store is asked once more. No key is taken while it is being made.
Async<Result<void>> sweep_objects(Reconciler& reconciler, std::string bucket, Reconciliation* into);

/// All three, for every bucket. What could not be mended is told and left to the next time; an error when a listing or
/// the database failed.
Async<Result<Reconciliation>> reconcile(Reconciler& reconciler);

}  // namespace acervo
