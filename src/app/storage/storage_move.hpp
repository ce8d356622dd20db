#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "app/storage/moved_bytes.hpp"
#include "core/clock.hpp"
#include "ports/object_store.hpp"
#include "store/storage_moves/storage_moves.hpp"

namespace acervo {

/// Moving all objects to another store while the platform runs (ADR 0033): copy, switch, finish; each can be killed and
/// begun again. Nothing here ever removes an object of the source.

struct StorageMoveRules {
    std::vector<std::string> buckets;
    /// Objects at a time.
    int parallel{4};
    /// Walks over what is missing before it is given up.
    int attempts{5};
    /// How long `switch_storage` waits for uploads to end.
    std::chrono::seconds drain{std::chrono::minutes{10}};
    /// Those that have not ended by then: end them (their owners begin again) instead of giving up the switch.
    bool end_uploads{false};
};

/// What the functions of this folder work with; one per thread.
struct StorageMove {
    boost::asio::any_io_executor executor;
    Database& database;
    ObjectStore& source;
    ObjectStore& target;
    const Clock& clock;
    StorageMoveRules rules;
    StorageMoveRow row;
    Pace& pace;
    /// Told of each read with its bytes (of the source and back from the target).
    std::function<void(std::size_t)> count;
    /// Told of each object that could not be copied, and of bytes that are not what the ledger declares.
    std::function<void(const ObjectAddress&, const std::string&)> tell;
};

/// One object: sent unless the target has these bytes already, read back, and noted as verified when both have one
/// SHA-256. An upload to the target that was begun before goes on behind the parts that are there.
/// Conflict when the source has not what the ledger names, or the target did not keep what was sent.
Async<Result<void>> copy_object(StorageMove& move, PendingCopy copy);

/// Everything that the ledger and the listings of the source have, and what comes meanwhile. Conflict when something
/// could not be copied.
Async<Result<CopyTotals>> copy_storage(StorageMove& move);

/// Reads every copy once more. What is not as it was is to be copied again; answers how many.
Async<Result<std::uint64_t>> verify_copies(StorageMove& move);

/// From now on the ledger names what the target has: refuses new uploads, lets open ones end, copies what is missing,
/// compares number and bytes of the target's listing, and writes it in one transaction. New uploads are refused until
/// `finish_storage_move`. When anything fails everything is as before.
Async<Result<CopyTotals>> switch_storage(StorageMove& move);

/// The programs use the target now: uploads go on.
Async<Result<void>> finish_storage_move(Database& database);
/// Back to the source, before `finish_storage_move`. The copies stay where they are.
Async<Result<void>> undo_storage_move(Database& database);

}  // namespace acervo
