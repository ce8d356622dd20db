#include <temporal/sdk/core/workflow_activation/workflow_activation.pb.h>

#include "temporal/engine/translate.hpp"
#include "temporal/engine/wire_values.hpp"

namespace acervo::temporal {

namespace {

namespace from_core = ::coresdk::workflow_activation;
using wire::read;
using wire::same_number;
using From = from_core::WorkflowActivationJob;

/// The times, policies and values that a run begins with.
void read_terms(const from_core::InitializeWorkflow& from, job::InitializeWorkflow& into) {
    if (from.has_workflow_execution_timeout())
        into.workflow_execution_timeout = read(from.workflow_execution_timeout());
    if (from.has_workflow_run_timeout()) into.workflow_run_timeout = read(from.workflow_run_timeout());
    if (from.has_workflow_task_timeout()) into.workflow_task_timeout = read(from.workflow_task_timeout());
    if (from.has_retry_policy()) into.retry_policy = read(from.retry_policy());
    into.attempt = from.attempt();
    into.cron_schedule = from.cron_schedule();
    if (from.has_workflow_execution_expiration_time()) {
        into.workflow_execution_expiration_time = read(from.workflow_execution_expiration_time());
    }
    if (from.has_cron_schedule_to_schedule_interval()) {
        into.cron_schedule_to_schedule_interval = read(from.cron_schedule_to_schedule_interval());
    }
    into.memo = read(from.memo().fields());
    into.search_attributes = read(from.search_attributes().indexed_fields());
    if (from.has_start_time()) into.start_time = read(from.start_time());
    if (from.has_priority()) into.priority = read(from.priority());
}

/// Where a run comes from.
void read_origin(const from_core::InitializeWorkflow& from, job::InitializeWorkflow& into) {
    into.identity = from.identity();
    if (from.has_parent_workflow_info()) into.parent = read(from.parent_workflow_info());
    if (from.has_root_workflow()) into.root = read(from.root_workflow());
    into.continued_from_run_id = from.continued_from_execution_run_id();
    into.continued_initiator = same_number<ContinueAsNewInitiator>(from.continued_initiator());
    if (from.has_continued_failure()) into.continued_failure = read(from.continued_failure());
    into.last_completion_result = read(from.last_completion_result().payloads());
    into.first_run_id = from.first_execution_run_id();
    into.original_run_id = from.original_execution_run_id();
}

Job read_start(const from_core::InitializeWorkflow& from) {
    job::InitializeWorkflow into;
    into.workflow_type = from.workflow_type();
    into.workflow_id = from.workflow_id();
    into.arguments = read(from.arguments());
    into.randomness_seed = from.randomness_seed();
    into.headers = read(from.headers());
    read_origin(from, into);
    read_terms(from, into);
    return into;
}

/// `Success`, `Failure` and `Cancellation` of activities and of children are messages of their own with the same
/// fields.
template <class Success>
job::Completed read_success(const Success& from) {
    job::Completed into;
    if (from.has_result()) into.result = read(from.result());
    return into;
}

Job read_activity(const from_core::ResolveActivity& from) {
    using Resolution = ::coresdk::activity_result::ActivityResolution;
    job::ResolveActivity into;
    into.seq = from.seq();
    into.is_local = from.is_local();
    switch (from.result().status_case()) {
        case Resolution::kCompleted:
            into.result = read_success(from.result().completed());
            break;
        case Resolution::kFailed:
            into.result = job::Failed{read(from.result().failed().failure())};
            break;
        case Resolution::kCancelled:
            into.result = job::Cancelled{read(from.result().cancelled().failure())};
            break;
        case Resolution::kBackoff: {
            const auto& again = from.result().backoff();
            job::Backoff backoff{again.attempt(), read(again.backoff_duration()), std::nullopt};
            if (again.has_original_schedule_time())
                backoff.original_schedule_time = read(again.original_schedule_time());
            into.result = backoff;
            break;
        }
        case Resolution::STATUS_NOT_SET:
            return job::Unsupported{"ResolveActivity without a status"};
    }
    return into;
}

Job read_child_start(const from_core::ResolveChildWorkflowExecutionStart& from) {
    using Resolution = from_core::ResolveChildWorkflowExecutionStart;
    job::ResolveChildWorkflowStart into;
    into.seq = from.seq();
    switch (from.status_case()) {
        case Resolution::kSucceeded:
            into.status = job::ResolveChildWorkflowStart::Started{from.succeeded().run_id()};
            break;
        case Resolution::kFailed:
            into.status =
                job::ResolveChildWorkflowStart::NotStarted{from.failed().workflow_id(), from.failed().workflow_type(),
                                                           same_number<StartChildFailedCause>(from.failed().cause())};
            break;
        case Resolution::kCancelled:
            into.status = job::Cancelled{read(from.cancelled().failure())};
            break;
        case Resolution::STATUS_NOT_SET:
            return job::Unsupported{"ResolveChildWorkflowExecutionStart without a status"};
    }
    return into;
}

Job read_child(const from_core::ResolveChildWorkflowExecution& from) {
    using Resolution = ::coresdk::child_workflow::ChildWorkflowResult;
    job::ResolveChildWorkflow into;
    into.seq = from.seq();
    switch (from.result().status_case()) {
        case Resolution::kCompleted:
            into.result = read_success(from.result().completed());
            break;
        case Resolution::kFailed:
            into.result = job::Failed{read(from.result().failed().failure())};
            break;
        case Resolution::kCancelled:
            into.result = job::Cancelled{read(from.result().cancelled().failure())};
            break;
        case Resolution::STATUS_NOT_SET:
            return job::Unsupported{"ResolveChildWorkflowExecution without a status"};
    }
    return into;
}

Job read_query(const from_core::QueryWorkflow& from) {
    return job::QueryWorkflow{from.query_id(), from.query_type(), read(from.arguments()), read(from.headers())};
}

Job read_signal(const from_core::SignalWorkflow& from) {
    return job::SignalWorkflow{from.signal_name(), read(from.input()), from.identity(), read(from.headers()),
                               from.originating_event_id()};
}

Job read_update(const from_core::DoUpdate& from) {
    return job::DoUpdate{from.id(),           from.protocol_instance_id(), from.name(),
                         read(from.input()),  read(from.headers()),        from.meta().identity(),
                         from.run_validator()};
}

/// Answers of both kinds: a sequence number, and a failure when it did not work.
template <class Into, class Resolution>
Job read_external(const Resolution& from) {
    Into into;
    into.seq = from.seq();
    if (from.has_failure()) into.failure = read(from.failure());
    return into;
}

Job read_job(const From& from) {
    switch (from.variant_case()) {
        case From::kInitializeWorkflow:
            return read_start(from.initialize_workflow());
        case From::kFireTimer:
            return job::FireTimer{from.fire_timer().seq()};
        case From::kUpdateRandomSeed:
            return job::UpdateRandomSeed{from.update_random_seed().randomness_seed()};
        case From::kQueryWorkflow:
            return read_query(from.query_workflow());
        case From::kCancelWorkflow:
            return job::CancelWorkflow{from.cancel_workflow().reason()};
        case From::kSignalWorkflow:
            return read_signal(from.signal_workflow());
        case From::kResolveActivity:
            return read_activity(from.resolve_activity());
        case From::kNotifyHasPatch:
            return job::NotifyHasPatch{from.notify_has_patch().patch_id()};
        case From::kResolveChildWorkflowExecutionStart:
            return read_child_start(from.resolve_child_workflow_execution_start());
        case From::kResolveChildWorkflowExecution:
            return read_child(from.resolve_child_workflow_execution());
        case From::kResolveSignalExternalWorkflow:
            return read_external<job::ResolveSignalExternalWorkflow>(from.resolve_signal_external_workflow());
        case From::kResolveRequestCancelExternalWorkflow:
            return read_external<job::ResolveRequestCancelExternalWorkflow>(
                from.resolve_request_cancel_external_workflow());
        case From::kDoUpdate:
            return read_update(from.do_update());
        case From::kRemoveFromCache:
            return job::RemoveFromCache{from.remove_from_cache().message(),
                                        same_number<job::RemoveFromCache::Reason>(from.remove_from_cache().reason())};
        case From::kResolveNexusOperationStart:
            return job::Unsupported{"ResolveNexusOperationStart"};
        case From::kResolveNexusOperation:
            return job::Unsupported{"ResolveNexusOperation"};
        case From::VARIANT_NOT_SET:
            break;
    }
    return job::Unsupported{"a job that is newer than this library"};
}

}  // namespace

Result<Activation> read_activation(std::string_view bytes) {
    from_core::WorkflowActivation from;
    if (!from.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return fail(ErrorKind::Internal, "the engine's activation cannot be read");
    }
    Activation into;
    into.run_id = from.run_id();
    into.timestamp = read(from.timestamp());
    into.is_replaying = from.is_replaying();
    into.history_length = from.history_length();
    into.history_size_bytes = from.history_size_bytes();
    into.continue_as_new_suggested = from.continue_as_new_suggested();
    const auto& version = from.deployment_version_for_current_task();
    into.deployment_version = {version.deployment_name(), version.build_id()};
    into.last_sdk_version = from.last_sdk_version();
    into.available_internal_flags = {from.available_internal_flags().begin(), from.available_internal_flags().end()};
    into.jobs.reserve(static_cast<std::size_t>(from.jobs_size()));
    for (const auto& job : from.jobs()) into.jobs.push_back(read_job(job));
    return into;
}

}  // namespace acervo::temporal
