#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/engine/runtime.hpp"
#include "temporal/model/command.hpp"
#include "temporal/workflow/instance.hpp"

namespace acervo::temporal {

/// What code asked for in one activation.
struct PlayedStep {
    /// False: the engine took it for news, as the task that a history ends with.
    bool replayed = false;
    std::vector<Command> commands;
};

/// Plays one history (temporal.api.history.v1.History) through the engine to the workflows of `registry`.
/// PreconditionFailed when the engine finds that they do not fit, or the code fails.
struct HistoryPlayer {
    Runtime runtime;
    const Registry* registry;
    /// As the worker had it whose commands are compared.
    Instance::Setup setup;

    Async<Result<std::vector<PlayedStep>>> play(std::string workflow_id, std::string history) const;
};

/// A history up to the moment at which one of its workflow tasks was given out: all that a worker without a cache knows
/// when it begins that task.
struct HistoryPrefix {
    std::string history;
    std::size_t events = 0;
};
/// One for each workflow task that was completed, except those that were told of updates: these come with the task, and
/// stand behind it in the history.
std::vector<HistoryPrefix> prefixes_of(const std::string& history);

/// Some workflow task failed or ran out of time, so that what the code asked for there was dropped: news came in the
/// meantime, or the worker was too slow.
bool has_lost_tasks(const std::string& history);

/// What was wrong with a workflow task that failed by the code's or the engine's fault; empty when there was none.
std::string broken_task(const std::string& history);

}  // namespace acervo::temporal
