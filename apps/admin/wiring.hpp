#pragma once

#include <string>

#include "core/result.hpp"
#include "sections/sections.hpp"

/// What the administration program does: the steps that need the owner's rights in the database and in the object
/// store.
namespace acervo::admin {

struct Settings {
    DatabaseSection database;
    S3Section s3;
};

/// Each of these changes nothing when it is repeated, and answers what it did for a person to read.
Result<std::string> migrate_schema(const Settings& settings);
Result<std::string> bootstrap_storage(const Settings& settings);
Result<std::string> create_administrator(const Settings& settings, const std::string& username, const Secret& password);

}  // namespace acervo::admin
