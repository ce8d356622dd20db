#pragma once

#include "core/result.hpp"
#include "sections/sections.hpp"

namespace acervo::orchestrator {

struct Settings {
    HttpSection http;
    TemporalSection temporal;
};

/// Runs workflows until SIGTERM or SIGINT.
Result<void> orchestrate(const Settings& settings);

}  // namespace acervo::orchestrator
