#pragma once

#include <optional>
#include <string>

#include "core/deadline.hpp"
#include "core/trace_context.hpp"
#include "temporal/client/start_options.hpp"
#include "temporal/client/workflow_status.hpp"
#include "temporal/model/execution.hpp"
#include "temporal/model/failure.hpp"
#include "temporal/model/payload.hpp"

/// What a client asks of the server about one workflow, in plain values: this is what interceptors see. Payloads are
/// not yet encoded by the codec.
namespace acervo::temporal {

/// What all calls have in common.
struct CallTerms {
    /// For the call with all its repeats.
    Deadline deadline = Deadline::never();
    /// The trace that the call belongs to, if any.
    std::optional<TraceContext> trace{};
};

struct StartWorkflow {
    CallTerms terms{};
    std::string workflow_type{};
    Payloads arguments{};
    StartOptions options{};
    PayloadMap headers{};
};

struct StartedWorkflow {
    std::string workflow_id;
    std::string run_id;
    /// Of the chain: the same as `run_id` for a run that was started just now.
    std::string first_run_id;
    /// False: it ran already, or the request id was used before.
    bool is_new = true;
};

struct SignalWorkflow {
    CallTerms terms{};
    WorkflowExecution execution{};
    std::string signal_name{};
    Payloads arguments{};
    PayloadMap headers{};
    /// Two signals with one request id are one signal; a random one when empty.
    std::string request_id{};
};

/// Starts the workflow unless it runs, and signals it in any case, as one step.
struct SignalWithStart {
    StartWorkflow start{};
    std::string signal_name{};
    Payloads signal_arguments{};
};

/// temporal.api.enums.v1.QueryRejectCondition: workflows that are not asked.
enum class QueryReject {
    None = 1,
    NotOpen = 2,
    NotCompletedCleanly = 3,
};

struct QueryWorkflow {
    CallTerms terms{};
    WorkflowExecution execution{};
    std::string query_name{};
    Payloads arguments{};
    PayloadMap headers{};
    QueryReject reject = QueryReject::None;
};

/// temporal.api.enums.v1.UpdateWorkflowExecutionLifecycleStage
enum class UpdateStage {
    Unspecified = 0,
    Admitted = 1,
    Accepted = 2,  ///< The workflow's validator let it through.
    Completed = 3,
};

struct UpdateWorkflow {
    CallTerms terms{};
    WorkflowExecution execution{};
    /// Refuses runs of another chain; may be empty.
    std::string first_run_id{};
    std::string update_name{};
    /// Two updates with one id are one update; a random one when empty.
    std::string update_id{};
    Payloads arguments{};
    PayloadMap headers{};
    /// Accepted or Completed; the call comes back then.
    UpdateStage wait_for = UpdateStage::Accepted;
};

/// Asks how far an update is that was sent before.
struct PollUpdate {
    CallTerms terms{};
    WorkflowExecution execution{};
    std::string update_id{};
    UpdateStage wait_for = UpdateStage::Completed;
};

struct UpdateState {
    std::string update_id;
    WorkflowExecution execution;
    UpdateStage stage = UpdateStage::Unspecified;
    /// When completed with an answer; null for an update without one.
    std::optional<Payload> answer;
    /// When it was rejected, or failed.
    std::optional<Failure> failure;

    bool has_ended() const noexcept { return answer || failure; }
};

struct CancelWorkflow {
    CallTerms terms{};
    WorkflowExecution execution{};
    std::string first_run_id{};
    std::string reason{};
};

struct TerminateWorkflow {
    CallTerms terms{};
    WorkflowExecution execution{};
    std::string first_run_id{};
    std::string reason{};
    Payloads details{};
};

}  // namespace acervo::temporal
