#pragma once

#include <chrono>
#include <string>

#include "temporal/workflow/context.hpp"
#include "temporal/workflow/registry.hpp"

/// The workflow that the official SDKs for Go and Python have too, with the same commands in the same order
/// (bench/peers/temporal_go, tests/temporal/errand_in_python.py): what they recorded replays here, and the other way
/// round. Its histories by them lie in `histories_of_others/`.
namespace acervo::temporal::samples {

inline const Activity<std::string(std::string)> greet_for_errand{"greet",
                                                                 {.start_to_close_timeout = std::chrono::seconds{20}}};
inline const Workflow<std::string(std::string)> shout{"shout"};
/// Greets, rests for a moment; continues as new as often as it is told; then waits an hour for a word, has it shouted
/// by a child, and greets two more.
inline const Workflow<std::string(std::string, int)> errand{"errand"};
inline const Signal<std::string> word{"say"};

void add_errand(Registry& registry);

}  // namespace acervo::temporal::samples
