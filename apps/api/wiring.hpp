#pragma once

#include "core/result.hpp"
#include "sections/sections.hpp"

namespace acervo::api_program {

struct Settings {
    HttpSection http;
    DatabaseSection database;
    RedisSection redis;
    S3Section s3;
    TokensSection tokens;
    TracesSection traces;
};

/// Serves until SIGTERM or SIGINT, and drains. An error when it cannot begin.
Result<void> serve(const Settings& settings);

}  // namespace acervo::api_program
