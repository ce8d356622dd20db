#pragma once

#include <cstddef>

#include "core/result.hpp"
#include "temporal/testing/history.hpp"
#include "temporal/workflow/instance.hpp"

namespace acervo::temporal::testing {

/// Plays the first `replayed` steps of a history to a new instance as a worker without cache does, marked as a replay
/// and with its patches announced first; the rest as news. PreconditionFailed when the code asks for anything else than
/// it did, with the first difference from both sides:
///   step 3, command 2: the history has ScheduleActivity{seq 4 "probe"}, the code asks for StartTimer{seq 4 1000 ms}
Result<void> replay(const Registry& registry, const History& history, std::size_t replayed);
/// The whole history.
Result<void> replay(const Registry& registry, const History& history);
/// The whole history to an instance that then goes on with it.
Result<void> replay_into(Instance& instance, const History& history);
/// The whole history, and every prefix with the rest as news; and every prefix alone, whose instance then goes away in
/// the middle of its work.
Result<void> replay_every_prefix(const Registry& registry, const History& history);

}  // namespace acervo::temporal::testing
