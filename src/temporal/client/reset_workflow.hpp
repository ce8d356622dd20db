#pragma once

#include "temporal/client/untyped_handle.hpp"

namespace acervo::temporal {

struct ResetWorkflow {
    WorkflowExecution execution;
    ResetPoint point;
    std::string reason;
    Deadline deadline;
};

/// For the sources of this folder; callers have `UntypedHandle::reset`.
Async<Result<std::string>> reset_workflow(Core core, ResetWorkflow call);

}  // namespace acervo::temporal
