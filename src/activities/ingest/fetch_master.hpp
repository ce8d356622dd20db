#pragma once

#include <optional>

#include "activities/scratch/scratch.hpp"
#include "core/async.hpp"
#include "core/result.hpp"
#include "ports/object_store.hpp"
#include "store/ingest/ingest.hpp"

namespace acervo::activities {

/// The master on this host's disk, with the hash of its bytes: read from the object store once per host, whoever asks,
/// hashed on the way. What a process that died had brought is not read again. Throws what `need` throws: outages of
/// the store or of scratch; Internal when the store has another number of bytes than it should. Bytes that do not have
/// the `expected` hash are brought once more, and then given as they are. May be silent for as long as the store is:
/// heartbeats are the caller's.
Async<MasterFile> fetch_master(Scratch* scratch, ObjectStore* objects, IngestMaster master,
                               std::optional<ContentHash> expected);

}  // namespace acervo::activities
