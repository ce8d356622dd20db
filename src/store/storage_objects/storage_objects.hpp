#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/asset/asset.hpp"
#include "ports/object_store.hpp"
#include "store/database.hpp"

namespace acervo {

/// The ledger of everything that is, will be or was in object storage: row before byte.

/// An object that is about to be written. Conflict when its key is taken.
Async<Result<void>> plan_master_object(Transaction& tx, ObjectAddress object, AssetId asset,
                                       std::optional<ContentHash> declared);

/// The object is there now, with the hash that its upload may have declared at its end.
Async<Result<void>> mark_object_stored(Transaction& tx, ObjectAddress object, ObjectInfo info);

/// The object will not come, or goes: the reconciler removes what lies at its key.
Async<Result<void>> mark_object_deleted(Transaction& tx, ObjectAddress object);

/// `deleted` is final: nothing at such a key is anybody's.
enum class LedgerState { Planned, Stored, Deleted };

struct LedgerEntry {
    std::string key;
    LedgerState state{LedgerState::Planned};
    bool is_master{false};
    /// Empty in a bucket without versions.
    std::string version_id;
    std::uint64_t size{0};
    /// An upload that is not over will fill it, or a rendition that is being made.
    bool awaited{false};
};

/// Keys of one bucket in the order of their bytes: behind `after`, up to `until` or to the end.
struct LedgerRange {
    std::string bucket;
    std::string after;
    std::optional<std::string> until;
};
Async<Result<std::vector<LedgerEntry>>> list_ledger(Database& database, LedgerRange range, int limit);

Async<Result<std::optional<LedgerEntry>>> find_in_ledger(Database& database, ObjectAddress object);

}  // namespace acervo
