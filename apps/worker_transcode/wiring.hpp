#pragma once

#include "core/result.hpp"
#include "sections/sections.hpp"
#include "workers/media_sections.hpp"

namespace acervo::worker_transcode {

struct WorkerSection {
    int films_at_once{1};
    int light_at_once{2};
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

}  // namespace acervo::worker_transcode
