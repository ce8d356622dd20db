#pragma once

#include <string>
#include <vector>

#include "temporal/model/activation.hpp"
#include "temporal/model/completion.hpp"

namespace acervo::temporal::testing {

/// One workflow task as it was: what the run was told, and what it asked for.
struct HistoryStep {
    Activation activation;
    std::vector<Command> commands;
};

/// All that happened to one run, in a form of its own: enough to play it again, not for the server. Queries leave no
/// trace in it.
struct History {
    std::string workflow_type;
    std::string workflow_id;
    std::string namespace_name;
    std::string task_queue;
    std::vector<HistoryStep> steps;
};

}  // namespace acervo::temporal::testing
