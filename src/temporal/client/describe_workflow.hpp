#pragma once

#include "core/async.hpp"
#include "core/deadline.hpp"
#include "core/result.hpp"
#include "temporal/client/client_core.hpp"
#include "temporal/client/workflow_description.hpp"

namespace acervo::temporal {

/// For the sources of this folder; callers have `WorkflowHandle::describe`.
Async<Result<WorkflowDescription>> describe_workflow(Core core, WorkflowExecution execution, Deadline deadline);

}  // namespace acervo::temporal
