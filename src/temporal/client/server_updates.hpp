#pragma once

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/client/calls.hpp"
#include "temporal/client/client_core.hpp"

/// Updates at the server. For the sources of this folder.
namespace acervo::temporal {

/// Comes back when the update reached the stage that is waited for, or ended; the wait is the server's, in rounds of
/// its own. Timeout when the deadline passed before.
Async<Result<UpdateState>> update_workflow(Core core, UpdateWorkflow call);
Async<Result<UpdateState>> poll_update(Core core, PollUpdate call);

}  // namespace acervo::temporal
