#pragma once

#include <string>
#include <vector>

#include "wiring.hpp"

namespace acervo::admin {

/// Takes the words behind `storage migrate` and does what they say; the answer is for a person to read.
Result<std::string> storage_command(const Settings& settings, std::vector<std::string> words);

}  // namespace acervo::admin
