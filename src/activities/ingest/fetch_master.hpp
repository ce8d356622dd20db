#pragma once

#include "activities/scratch/scratch.hpp"
#include "core/async.hpp"
#include "core/result.hpp"
#include "ports/object_store.hpp"
#include "store/ingest/ingest.hpp"
#include "temporal/activity/activity_context.hpp"

namespace acervo::activities {

/// The master on this host's disk, with the hash of its bytes: read from the object store once per host, whoever asks,
/// hashed on the way. What a process that died had brought is not read again. Throws what `need` throws: outages of
/// the store or of scratch; Internal when the store has other bytes than it should. Heartbeats with the bytes so far.
Async<MasterFile> fetch_master(temporal::ActivityContext ctx, Scratch& scratch, ObjectStore& objects,
                               IngestMaster master);

}  // namespace acervo::activities
