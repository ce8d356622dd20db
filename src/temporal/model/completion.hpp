#pragma once

#include <string>
#include <variant>
#include <vector>

#include "temporal/model/command.hpp"

namespace acervo::temporal {

namespace completion {

/// The run went on; the commands stand in the order in which workflow code asked for them.
struct Commands {
    std::vector<Command> commands;
    VersioningBehavior versioning_behavior = VersioningBehavior::Unspecified;
    friend bool operator==(const Commands&, const Commands&) = default;
};

/// The workflow task failed: the server gives it out again, and the workflow itself stays open.
struct TaskFailed {
    Failure failure;
    TaskFailedCause cause = TaskFailedCause::Unspecified;
    friend bool operator==(const TaskFailed&, const TaskFailed&) = default;
};

}  // namespace completion

/// The answer to an `Activation`. Source: coresdk.workflow_completion.WorkflowActivationCompletion.
struct Completion {
    std::string run_id;
    std::variant<completion::Commands, completion::TaskFailed> status;

    friend bool operator==(const Completion&, const Completion&) = default;
};

}  // namespace acervo::temporal
