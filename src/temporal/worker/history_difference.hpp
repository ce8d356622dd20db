#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "temporal/model/command.hpp"

namespace acervo::temporal {

/// The first command that differs between a history (temporal.api.history.v1.History) and what code asked for in its
/// activations, from both sides:
///   event 5 of the history is ActivityTaskScheduled "probe", the code asks for StartTimer{seq 1 1000 ms}
/// Empty when there is none among the kinds that stand in a history one for one: activities, timers, children, signals
/// and cancellations to others, the end. It is for reports; whether code fits is the engine's decision.
std::string first_difference(std::string_view history, const std::vector<std::vector<Command>>& steps);

}  // namespace acervo::temporal
