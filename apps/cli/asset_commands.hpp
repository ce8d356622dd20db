#pragma once

#include "administration.hpp"

/// `assets edit|history|restore-edit|trash|restore|archive|unarchive|hold|release|bulk-edit`.
void add_asset_edit_commands(CLI::App& assets, acervo::client::Settings& settings, Command& chosen);

/// `metadata show|preview|put`.
void add_metadata_commands(CLI::App& app, acervo::client::Settings& settings, Command& chosen);
