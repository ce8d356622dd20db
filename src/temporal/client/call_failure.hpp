#pragma once

#include <optional>
#include <string>

#include "core/error.hpp"
#include "temporal/client/workflow_status.hpp"
#include "temporal/model/execution.hpp"
#include "temporal/model/failure.hpp"

/// Errors of the client that know more than their kind and message.
///
/// Kinds: a failed workflow, update or query takes the kind that its first application failure is named after (a
/// failure made by `to_failure(Error)`), else Internal; cancelled and terminated ones are Conflict, those out of time
/// Timeout. What the server refuses is told as `kind_of` (engine/rpc_error.hpp) has it.
namespace acervo::temporal {

/// How a workflow, an update or a query failed.
struct CallFailure {
    /// Of a workflow that was waited for: Failed, Cancelled, Terminated or TimedOut; else Unspecified.
    WorkflowStatus status = WorkflowStatus::Unspecified;
    /// With its chain of causes; `to_exception` makes an exception of it.
    Failure failure;
};

/// The error of something that failed: `what: message <- cause <- …`.
Error failed_call(std::string what, CallFailure failure);
/// What `failed_call` was made from; nothing for every other error.
std::optional<CallFailure> call_failure_of(const Error& error);

/// When a start was refused with Conflict because the id is taken: the run that has it.
std::optional<std::string> already_started(const Error& error);

/// For the sources of this folder: the same error as `what: …`, with the run in the message when it is taken, and with
/// the failure when a query failed.
Error explained(Error error, const std::string& what);

}  // namespace acervo::temporal
