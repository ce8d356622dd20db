#pragma once

#include <string_view>

namespace acervo::temporal {

/// temporal.api.enums.v1.WorkflowExecutionStatus, with its numbers.
enum class WorkflowStatus {
    Unspecified = 0,
    Running = 1,
    Completed = 2,
    Failed = 3,
    Cancelled = 4,
    Terminated = 5,
    ContinuedAsNew = 6,
    TimedOut = 7,
    Paused = 8,
};

/// As the server's list filter writes it (`ExecutionStatus = 'Running'`): Running, Completed, Failed, Canceled, …
std::string_view name_of(WorkflowStatus status) noexcept;

}  // namespace acervo::temporal
