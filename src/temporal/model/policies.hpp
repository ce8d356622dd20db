#pragma once

namespace acervo::temporal {

// The numbers are those of the protocol's enums, so that the bridge casts. Names as in the protocol, shortened.

/// coresdk.workflow_commands.ActivityCancellationType: what the workflow waits for when it cancels an activity.
enum class ActivityCancellationType {
    TryCancel = 0,                  ///< Ask, and report the cancellation to the workflow at once.
    WaitCancellationCompleted = 1,  ///< Ask, and wait until the activity ended. It hears of it when it heartbeats.
    Abandon = 2,                    ///< Do not ask, and report at once.
};

/// coresdk.child_workflow.ChildWorkflowCancellationType
enum class ChildCancellationType {
    Abandon = 0,
    TryCancel = 1,
    WaitCancellationCompleted = 2,
    WaitCancellationRequested = 3,
};

/// coresdk.child_workflow.ParentClosePolicy: what becomes of a child when its parent ends first.
enum class ParentClosePolicy {
    Unspecified = 0,  ///< The server's default: Terminate.
    Terminate = 1,
    Abandon = 2,
    RequestCancel = 3,
};

/// temporal.api.enums.v1.WorkflowIdReusePolicy: whether the id of a closed workflow may be used again.
enum class WorkflowIdReusePolicy {
    Unspecified = 0,  ///< The server's default: AllowDuplicate.
    AllowDuplicate = 1,
    AllowDuplicateFailedOnly = 2,
    RejectDuplicate = 3,
    TerminateIfRunning = 4,
};

/// temporal.api.enums.v1.ContinueAsNewInitiator: why this run follows another one.
enum class ContinueAsNewInitiator {
    Unspecified = 0,
    Workflow = 1,
    Retry = 2,
    CronSchedule = 3,
};

/// coresdk.child_workflow.StartChildWorkflowExecutionFailedCause
enum class StartChildFailedCause {
    Unspecified = 0,
    WorkflowAlreadyExists = 1,
    NamespaceNotFound = 2,
    InvalidVersioningOverride = 3,
};

/// coresdk.common.VersioningIntent
enum class VersioningIntent {
    Unspecified = 0,
    Compatible = 1,
    Default = 2,
};

/// temporal.api.enums.v1.VersioningBehavior
enum class VersioningBehavior {
    Unspecified = 0,
    Pinned = 1,
    AutoUpgrade = 2,
};

/// temporal.api.enums.v1.WorkflowTaskFailedCause, those that workflow code can bring about.
enum class TaskFailedCause {
    Unspecified = 0,
    WorkflowWorkerUnhandledFailure = 14,
    NonDeterministicError = 24,
    PayloadsTooLarge = 37,
};

}  // namespace acervo::temporal
