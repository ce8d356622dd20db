#pragma once

#include <string>
#include <utility>
#include <variant>

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/client/calls.hpp"
#include "temporal/client/client_context.hpp"
#include "temporal/client/workflow_description.hpp"
#include "temporal/client/workflow_result.hpp"

namespace acervo::temporal {

/// Which run goes on, from where. What follows is undone, and done again by the code of today.
struct ResetToFirstTask {};
struct ResetToLastTask {};
/// An event that ended a workflow task: completed, failed or timed out.
struct ResetToEvent {
    std::int64_t event_id = 0;
};
using ResetPoint = std::variant<ResetToFirstTask, ResetToLastTask, ResetToEvent>;

/// How an update is sent.
struct UpdateOptions {
    /// Two updates with one id are one update; a random one when empty.
    std::string update_id{};
};

/// A workflow, seen from outside, with its arguments and answers as payloads: for workflows whose types this program
/// does not know, and the ground of `WorkflowHandle`. Copies are cheap. Calls that take a deadline wait that long, all
/// others as long as the client says. NotFound when there is no such workflow, or it has ended where it must run.
class UntypedHandle {
public:
    UntypedHandle(ClientContext context, WorkflowExecution execution)
        : context_{std::move(context)}, execution_{std::move(execution)} {}
    /// Of a workflow that this program started: calls reach whatever run of its chain is the latest, and the result is
    /// that of the run that was started and of those that follow it, not of a later start with the same id.
    UntypedHandle(ClientContext context, StartedWorkflow started)
        : context_{std::move(context)},
          execution_{std::move(started.workflow_id), {}},
          first_run_id_{std::move(started.first_run_id)},
          started_run_id_{std::move(started.run_id)} {}

    const std::string& workflow_id() const noexcept { return execution_.workflow_id; }
    /// Empty: always the latest run.
    const std::string& run_id() const noexcept { return execution_.run_id; }
    /// The run that was started, for who started it; may be empty.
    const std::string& started_run_id() const noexcept { return started_run_id_; }
    /// Cancel, terminate and update refuse runs that are not of this chain; may be empty.
    const std::string& first_run_id() const noexcept { return first_run_id_; }
    const WorkflowExecution& execution() const noexcept { return execution_; }

    /// Waits for the end; see `wait_for_result`.
    Async<Result<Payload>> wait(Deadline deadline, FollowRuns follow = FollowRuns::Yes) const;
    Async<Result<void>> send_signal(std::string name, Result<Payloads> arguments) const;
    /// The answer of the workflow's handler. PreconditionFailed when `reject` rules the workflow out; Unavailable or
    /// Timeout when no worker answers; a failure of the handler as `call_failure_of` has it.
    Async<Result<Payload>> ask_query(std::string name, Result<Payloads> arguments, QueryReject reject) const;
    /// Waits for `stage`, or its end.
    Async<Result<UpdateState>> send_update(std::string name, Result<Payloads> arguments, UpdateOptions options,
                                           UpdateStage stage) const;
    Async<Result<UpdateState>> wait_update(std::string update_id, Deadline deadline) const;

    Async<Result<WorkflowDescription>> describe() const;
    /// Asks the workflow to end; it may take its time, or refuse.
    Async<Result<void>> cancel(std::string reason = {}) const;
    /// Ends it at once, without its code.
    Async<Result<void>> terminate(std::string reason = {}) const;
    /// A new run, whose id is the answer, takes the history up to the point over, and signals and updates after it. The
    /// old run is terminated. PreconditionFailed when there is no such point yet.
    Async<Result<std::string>> reset(ResetPoint point, std::string reason) const;

protected:
    const ClientContext& context() const noexcept { return context_; }

private:
    ClientContext context_;
    WorkflowExecution execution_;
    std::string first_run_id_;
    std::string started_run_id_;
};

}  // namespace acervo::temporal
