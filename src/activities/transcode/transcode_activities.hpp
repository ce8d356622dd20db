#pragma once

#include <map>
#include <string>

#include "activities/scratch/scratch.hpp"
#include "app/profiles/profiles.hpp"
#include "ports/media_prober.hpp"
#include "ports/object_store.hpp"
#include "ports/rendition_maker.hpp"
#include "store/database.hpp"
#include "temporal/activity/activity_registry.hpp"

namespace acervo::activities {

/// What making renditions takes; all of one loop.
struct TranscodeTools {
    Database& database;
    ObjectStore& objects;
    Scratch& scratch;
    MediaProber& prober;
    /// Films and sounds; pictures.
    RenditionMaker& films;
    RenditionMaker& pictures;
    const Profiles& profiles;
    std::string proxies_bucket;
    std::string delivery_bucket;
    /// Days that files of each use live without being used; 0 = for ever. A use that is not named has its default.
    std::map<RenditionUse, int> days{};
};

/// `make_pass`. `tools` outlives the registry.
void add_transcode_activities(temporal::ActivityRegistry& registry, TranscodeTools& tools);

}  // namespace acervo::activities
