#pragma once

#include <cstdint>
#include <string>

namespace acervo::testkit {

/// The value of an environment variable that `./acervo test` sets (addresses and secrets of the servers under test);
/// throws with a hint when it is not set, so that a missing server is a failure and never a silent skip.
std::string require_environment(const char* name);

/// Where random choices of a test begin: ACERVO_SEED, which `./acervo test --seed S` sets and every run prints; without
/// it a new one. A test that uses it names it in its failures (SCOPED_TRACE).
std::uint32_t seed();

}  // namespace acervo::testkit
