#pragma once

// For the sources of this folder.

#include <temporal/api/workflow/v1/message.pb.h>

#include "temporal/client/client_payloads.hpp"
#include "temporal/client/workflow_description.hpp"

namespace acervo::temporal::wire {

/// Decoded by the codec.
Result<WorkflowSummary> read_summary(const ClientPayloads& codec,
                                     const ::temporal::api::workflow::v1::WorkflowExecutionInfo& from);
Result<PendingActivity> read_activity(const ClientPayloads& codec,
                                      const ::temporal::api::workflow::v1::PendingActivityInfo& from);

}  // namespace acervo::temporal::wire
