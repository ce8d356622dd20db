#pragma once

#include <string>

#include "core/async.hpp"
#include "core/deadline.hpp"
#include "core/result.hpp"
#include "temporal/client/client_core.hpp"
#include "temporal/model/execution.hpp"
#include "temporal/model/payload.hpp"

namespace acervo::temporal {

/// Whether the wait goes on with the run that followed: continued as new, tried again, or the next of a cron.
enum class FollowRuns { Yes, No };

struct WaitForResult {
    WorkflowExecution execution;
    FollowRuns follow = FollowRuns::Yes;
    Deadline deadline = Deadline::never();
};

/// Waits until the workflow has ended, and answers its result, null when it has none. A server that is away meanwhile
/// is asked again until the deadline. For the sources of this folder; callers have `WorkflowHandle::result`.
///
/// Errors: `call_failure_of` tells how the workflow failed; Timeout when it has not ended by the deadline (it runs on);
/// NotFound when there is none; PreconditionFailed when another run took over (a retry too) and is not followed.
Async<Result<Payload>> wait_for_result(Core core, WaitForResult wait);

}  // namespace acervo::temporal
