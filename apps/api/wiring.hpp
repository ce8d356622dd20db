#pragma once

#include "core/result.hpp"
#include "limits_section.hpp"
#include "provider_section.hpp"
#include "sections/sections.hpp"

namespace acervo::api_program {

struct Settings {
    HttpSection http;
    DatabaseSection database;
    RedisSection redis;
    S3Section s3;
    TokensSection tokens;
    LimitsSection limits;
    ProviderSection provider;
    TracesSection traces;
};

/// Serves until SIGTERM or SIGINT, and drains. An error when it cannot begin.
Result<void> serve(const Settings& settings);

}  // namespace acervo::api_program
