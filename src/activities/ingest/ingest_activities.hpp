#pragma once

#include "activities/scratch/scratch.hpp"
#include "app/profiles/profiles.hpp"
#include "ports/embedded_metadata_reader.hpp"
#include "ports/media_prober.hpp"
#include "ports/object_store.hpp"
#include "store/database.hpp"
#include "temporal/activity/activity_registry.hpp"

namespace acervo::activities {

/// What activities of an ingest work with; all of one loop.
struct IngestTools {
    Database& database;
    ObjectStore& objects;
    Scratch& scratch;
    MediaProber& prober;
    EmbeddedMetadataReader& embedded;
    const Profiles& profiles;
};

/// `inspect_master`, `finish_ingest`, `give_up_ingest`, `give_up_pass` and `note_waiting`. `tools` outlives the
/// registry.
void add_ingest_activities(temporal::ActivityRegistry& registry, IngestTools& tools);

}  // namespace acervo::activities
