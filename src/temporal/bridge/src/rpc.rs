//! The table of calls: a name as gRPC knows it, request bytes in, response bytes out. What polls and answers tasks is not in
//! here, workers do that inside of the engine.
use crate::abi::{Failure, Kind};
use prost::Message;
use std::time::Duration;
use temporalio_client::{
    Connection,
    grpc::{HealthService, OperatorService, TestService, WorkflowService},
    request_extensions::RetryConfigForCall,
};
use tonic::{Request, metadata::MetadataMap};

pub struct Terms {
    /// Told to the server; none leaves it to the engine.
    pub timeout: Option<Duration>,
    /// None: as the connection does it.
    pub retry: Option<RetryConfigForCall>,
    pub metadata: MetadataMap,
}

fn prepare<M: Message + Default>(bytes: &[u8], terms: Terms) -> Result<Request<M>, Failure> {
    let message = M::decode(bytes).map_err(|error| Failure::invalid(format!("request: {error}")))?;
    let mut request = Request::new(message);
    *request.metadata_mut() = terms.metadata;
    if let Some(timeout) = terms.timeout {
        request.set_timeout(timeout);
    }
    if let Some(retry) = terms.retry {
        request.extensions_mut().insert(retry);
    }
    Ok(request)
}

macro_rules! table {
    ($connection:ident, $name:ident, $bytes:ident, $terms:ident; $($service:ident { $($rpc:literal => $method:ident),+ $(,)? })+) => {
        match $name {
            $($($rpc => {
                let request = prepare($bytes, $terms)?;
                $service::$method(&mut $connection, request)
                    .await
                    .map(|response| response.get_ref().encode_to_vec())
                    .map_err(|status| Failure::from(&status))
            })+)+
            _ => Err(Failure::new(Kind::Invalid, format!("unknown call '{}'", $name))),
        }
    };
}

pub async fn call(mut connection: Connection, name: &str, bytes: &[u8], terms: Terms) -> Result<Vec<u8>, Failure> {
    table!(connection, name, bytes, terms;
        WorkflowService {
            "StartWorkflowExecution" => start_workflow_execution,
            "SignalWorkflowExecution" => signal_workflow_execution,
            "SignalWithStartWorkflowExecution" => signal_with_start_workflow_execution,
            "ExecuteMultiOperation" => execute_multi_operation,
            "QueryWorkflow" => query_workflow,
            "UpdateWorkflowExecution" => update_workflow_execution,
            "PollWorkflowExecutionUpdate" => poll_workflow_execution_update,
            "DescribeWorkflowExecution" => describe_workflow_execution,
            "ListWorkflowExecutions" => list_workflow_executions,
            "ListArchivedWorkflowExecutions" => list_archived_workflow_executions,
            "CountWorkflowExecutions" => count_workflow_executions,
            "GetWorkflowExecutionHistory" => get_workflow_execution_history,
            "GetWorkflowExecutionHistoryReverse" => get_workflow_execution_history_reverse,
            "RequestCancelWorkflowExecution" => request_cancel_workflow_execution,
            "TerminateWorkflowExecution" => terminate_workflow_execution,
            "ResetWorkflowExecution" => reset_workflow_execution,
            "DeleteWorkflowExecution" => delete_workflow_execution,
            "UpdateWorkflowExecutionOptions" => update_workflow_execution_options,
            "PauseWorkflowExecution" => pause_workflow_execution,
            "UnpauseWorkflowExecution" => unpause_workflow_execution,
            "StartBatchOperation" => start_batch_operation,
            "StopBatchOperation" => stop_batch_operation,
            "DescribeBatchOperation" => describe_batch_operation,
            "ListBatchOperations" => list_batch_operations,
            "RecordActivityTaskHeartbeat" => record_activity_task_heartbeat,
            "RecordActivityTaskHeartbeatById" => record_activity_task_heartbeat_by_id,
            "RespondActivityTaskCompleted" => respond_activity_task_completed,
            "RespondActivityTaskCompletedById" => respond_activity_task_completed_by_id,
            "RespondActivityTaskFailed" => respond_activity_task_failed,
            "RespondActivityTaskFailedById" => respond_activity_task_failed_by_id,
            "RespondActivityTaskCanceled" => respond_activity_task_canceled,
            "RespondActivityTaskCanceledById" => respond_activity_task_canceled_by_id,
            "UpdateActivityOptions" => update_activity_options,
            "PauseActivity" => pause_activity,
            "UnpauseActivity" => unpause_activity,
            "ResetActivity" => reset_activity,
            "CreateSchedule" => create_schedule,
            "DescribeSchedule" => describe_schedule,
            "UpdateSchedule" => update_schedule,
            "PatchSchedule" => patch_schedule,
            "DeleteSchedule" => delete_schedule,
            "ListSchedules" => list_schedules,
            "ListScheduleMatchingTimes" => list_schedule_matching_times,
            "DescribeTaskQueue" => describe_task_queue,
            "ListTaskQueuePartitions" => list_task_queue_partitions,
            "UpdateTaskQueueConfig" => update_task_queue_config,
            "ListWorkers" => list_workers,
            "DescribeWorker" => describe_worker,
            "RegisterNamespace" => register_namespace,
            "DescribeNamespace" => describe_namespace,
            "ListNamespaces" => list_namespaces,
            "UpdateNamespace" => update_namespace,
            "GetSearchAttributes" => get_search_attributes,
            "GetSystemInfo" => get_system_info,
            "GetClusterInfo" => get_cluster_info,
            "DescribeWorkerDeployment" => describe_worker_deployment,
            "DescribeWorkerDeploymentVersion" => describe_worker_deployment_version,
            "ListWorkerDeployments" => list_worker_deployments,
            "SetWorkerDeploymentCurrentVersion" => set_worker_deployment_current_version,
            "SetWorkerDeploymentRampingVersion" => set_worker_deployment_ramping_version,
            "DeleteWorkerDeployment" => delete_worker_deployment,
            "DeleteWorkerDeploymentVersion" => delete_worker_deployment_version,
        }
        OperatorService {
            "AddSearchAttributes" => add_search_attributes,
            "RemoveSearchAttributes" => remove_search_attributes,
            "ListSearchAttributes" => list_search_attributes,
            "DeleteNamespace" => delete_namespace,
        }
        TestService {
            "LockTimeSkipping" => lock_time_skipping,
            "UnlockTimeSkipping" => unlock_time_skipping,
            "UnlockTimeSkippingWithSleep" => unlock_time_skipping_with_sleep,
            "GetCurrentTime" => get_current_time,
        }
        HealthService {
            "Check" => check,
        }
    )
}
