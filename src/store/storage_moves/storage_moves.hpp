#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "ports/object_store.hpp"
#include "store/database.hpp"

namespace acervo {

/// How far the move of all objects to another store is. `Draining` and `Switched` refuse new uploads.
enum class MovePhase { Copying, Draining, Switched, Finished, Undone };
std::string_view name_of(MovePhase phase) noexcept;

struct StorageMoveRow {
    std::int64_t id{0};
    /// Endpoints of the two stores.
    std::string source;
    std::string target;
    MovePhase phase{MovePhase::Copying};
};

/// The one that is under way, nothing when there is none.
Async<Result<std::optional<StorageMoveRow>>> find_storage_move(Database& database);
Async<Result<StorageMoveRow>> start_storage_move(Database& database, std::string source, std::string target);
/// Conflict when the phase does not follow the present one. To `Draining`: returns when no upload can be opened any
/// more, those that were just being opened included.
Async<Result<void>> set_move_phase(Database& database, std::int64_t move, MovePhase phase);
/// Whether new uploads are refused for the sake of a move.
Async<Result<bool>> is_storage_switching(Database& database);
/// Uploads that are neither completed nor given up.
Async<Result<std::uint64_t>> count_unfinished_uploads(Database& database);
/// Their time is over now.
Async<Result<void>> expire_unfinished_uploads(Database& database);

/// One object that is to be copied.
struct PendingCopy {
    ObjectAddress object{"", ""};
    std::uint64_t size{0};
    /// What the source has; empty when it is not known (an object without a row), or its bucket has no versions.
    std::string source_version_id;
    std::string source_etag;
    /// An upload to the target that was begun; empty when none was.
    std::string multipart_id;
    /// What the ledger says of its bytes.
    std::optional<std::string> declared_sha256;
};

/// Adds what the ledger has of a bucket behind `after`, in the order of keys; answers the last key looked at, nothing
/// at the end.
Async<Result<std::optional<std::string>>> add_copies_of_ledger(Database& database, std::int64_t move,
                                                               std::string bucket, std::string after);
/// Adds those that no row of the ledger tells of; what has changed since it was copied is copied again.
Async<Result<void>> add_copies_of_listing(Database& database, std::int64_t move, std::string bucket,
                                          std::vector<ObjectListing::Entry> entries);
/// Behind `after`, in the order of buckets and keys. What the ledger has given up since is left out.
Async<Result<std::vector<PendingCopy>>> list_pending_copies(Database& database, std::int64_t move, ObjectAddress after);

Async<Result<void>> note_multipart_of_copy(Database& database, std::int64_t move, ObjectAddress object,
                                           std::string multipart_id);
Async<Result<void>> note_failure_of_copy(Database& database, std::int64_t move, ObjectAddress object,
                                         std::string reason);
/// `info`: what the target has.
Async<Result<void>> mark_copy_verified(Database& database, std::int64_t move, ObjectAddress object, ObjectInfo info,
                                       std::string sha256);
/// It is to be copied again.
Async<Result<void>> mark_copy_wrong(Database& database, std::int64_t move, ObjectAddress object, std::string reason);

/// A copy that was verified, to be looked at again.
struct VerifiedCopy {
    ObjectAddress object{"", ""};
    std::uint64_t size{0};
    std::string sha256;
};
Async<Result<std::vector<VerifiedCopy>>> list_verified_copies(Database& database, std::int64_t move,
                                                              ObjectAddress after);

struct CopyTotals {
    std::uint64_t objects{0};
    std::uint64_t bytes{0};
    std::uint64_t verified_objects{0};
    std::uint64_t verified_bytes{0};
    std::uint64_t failed{0};
};
/// Of what is to be there: without what the ledger has given up.
Async<Result<CopyTotals>> copy_totals(Database& database, std::int64_t move);
/// Of these entries of the target's listing, those that are verified copies with this size and ETag.
Async<Result<CopyTotals>> match_copies(Database& database, std::int64_t move, std::string bucket,
                                       std::vector<ObjectListing::Entry> entries);

/// One transaction: the ledger names the versions of the target (`Switched`) or again those of the source (`Undone`).
/// Conflict, and nothing changed, when a stored object has no verified copy or an upload is not over.
Async<Result<void>> point_ledger_at_target(Database& database, std::int64_t move);
Async<Result<void>> point_ledger_at_source(Database& database, std::int64_t move);

}  // namespace acervo
