#pragma once

#include "administration.hpp"

/// `assets bulk-edit`.
void add_bulk_edit_command(CLI::App& assets, acervo::client::Settings& settings, Command& chosen);

/// `assets cache warm|invalidate`.
void add_cache_commands(CLI::App& assets, acervo::client::Settings& settings, Command& chosen);

/// `jobs show|cancel|undo`.
void add_job_commands(CLI::App& app, acervo::client::Settings& settings, Command& chosen);
