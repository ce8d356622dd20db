#include "temporal/client/workflow_status.hpp"

namespace acervo::temporal {

std::string_view name_of(WorkflowStatus status) noexcept {
    switch (status) {
        case WorkflowStatus::Running:
            return "Running";
        case WorkflowStatus::Completed:
            return "Completed";
        case WorkflowStatus::Failed:
            return "Failed";
        case WorkflowStatus::Cancelled:
            return "Canceled";
        case WorkflowStatus::Terminated:
            return "Terminated";
        case WorkflowStatus::ContinuedAsNew:
            return "ContinuedAsNew";
        case WorkflowStatus::TimedOut:
            return "TimedOut";
        case WorkflowStatus::Paused:
            return "Paused";
        case WorkflowStatus::Unspecified:
            break;
    }
    return "Unspecified";
}

}  // namespace acervo::temporal
