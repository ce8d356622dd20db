#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "client/commands.hpp"

/// The chosen command, to be run once all arguments are read.
using Command = std::function<acervo::Async<acervo::Result<void>>()>;

/// `collections …`, `users …` and `groups …`.
void add_administration_commands(CLI::App& app, acervo::client::Settings& settings, Command& chosen);
