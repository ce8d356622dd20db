#pragma once

#include "core/result.hpp"
#include "sections/sections.hpp"
#include "workers/media_sections.hpp"

namespace acervo::worker_ingest {

struct WorkerSection {
    int at_once{20};
};
void describe(config::Section<WorkerSection>& section);

struct Settings {
    HttpSection http;
    TemporalSection temporal;
    DatabaseSection database;
    S3Section s3;
    ScratchSection scratch;
    ProfilesSection profiles;
    WorkerSection worker;
};

/// Works until SIGTERM or SIGINT. An error when it cannot begin.
Result<void> work(const Settings& settings);

}  // namespace acervo::worker_ingest
