#pragma once

#include <string>

namespace acervo::testkit {

/// The value of an environment variable that `./acervo test` sets (addresses and secrets of the servers under test);
/// throws with a hint when it is not set, so that a missing server is a failure and never a silent skip.
std::string require_environment(const char* name);

}  // namespace acervo::testkit
