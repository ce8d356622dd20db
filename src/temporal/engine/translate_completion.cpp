#include <temporal/sdk/core/workflow_completion/workflow_completion.pb.h>

#include "temporal/engine/translate.hpp"
#include "temporal/engine/wire_values.hpp"

namespace acervo::temporal {

namespace {

namespace to_core = ::coresdk::workflow_commands;
namespace enums = ::temporal::api::enums::v1;
using wire::same_number;
using wire::write;

/// Writes each kind of command into the message's member of that kind.
class CommandWriter {
public:
    explicit CommandWriter(to_core::WorkflowCommand& into) : into_{into} {}

    void operator()(const command::StartTimer& from) const {
        auto& into = *into_.mutable_start_timer();
        into.set_seq(from.seq);
        write(from.start_to_fire_timeout, *into.mutable_start_to_fire_timeout());
    }
    void operator()(const command::CancelTimer& from) const { into_.mutable_cancel_timer()->set_seq(from.seq); }
    void operator()(const command::ScheduleActivity& from) const;
    void operator()(const command::RequestCancelActivity& from) const {
        into_.mutable_request_cancel_activity()->set_seq(from.seq);
    }
    void operator()(const command::ScheduleLocalActivity& from) const;
    void operator()(const command::RequestCancelLocalActivity& from) const {
        into_.mutable_request_cancel_local_activity()->set_seq(from.seq);
    }
    void operator()(const command::StartChildWorkflow& from) const;
    void operator()(const command::CancelChildWorkflow& from) const {
        auto& into = *into_.mutable_cancel_child_workflow_execution();
        into.set_child_workflow_seq(from.child_workflow_seq);
        into.set_reason(from.reason);
    }
    void operator()(const command::RequestCancelExternalWorkflow& from) const {
        auto& into = *into_.mutable_request_cancel_external_workflow_execution();
        into.set_seq(from.seq);
        write(from.execution, *into.mutable_workflow_execution());
        into.set_reason(from.reason);
    }
    void operator()(const command::SignalExternalWorkflow& from) const;
    void operator()(const command::CancelSignalWorkflow& from) const {
        into_.mutable_cancel_signal_workflow()->set_seq(from.seq);
    }
    void operator()(const command::CompleteWorkflow& from) const {
        auto& into = *into_.mutable_complete_workflow_execution();
        write(from.result, into, &to_core::CompleteWorkflowExecution::mutable_result);
    }
    void operator()(const command::FailWorkflow& from) const {
        write(from.failure, *into_.mutable_fail_workflow_execution()->mutable_failure());
    }
    void operator()(const command::CancelWorkflowExecution& from) const {
        auto& into = *into_.mutable_cancel_workflow_execution();
        if (!from.details.empty()) write(from.details, *into.mutable_details()->mutable_payloads());
    }
    void operator()(const command::ContinueAsNew& from) const;
    void operator()(const command::QueryResult& from) const;
    void operator()(const command::UpdateResponse& from) const;
    void operator()(const command::SetPatchMarker& from) const {
        auto& into = *into_.mutable_set_patch_marker();
        into.set_patch_id(from.patch_id);
        into.set_deprecated(from.deprecated);
    }
    void operator()(const command::UpsertSearchAttributes& from) const {
        auto& into = *into_.mutable_upsert_workflow_search_attributes()->mutable_search_attributes();
        write(from.search_attributes, *into.mutable_indexed_fields());
    }
    void operator()(const command::ModifyProperties& from) const {
        auto& into = *into_.mutable_modify_workflow_properties()->mutable_upserted_memo();
        write(from.upserted_memo, *into.mutable_fields());
    }

private:
    to_core::WorkflowCommand& into_;
};

void CommandWriter::operator()(const command::ScheduleActivity& from) const {
    using Into = to_core::ScheduleActivity;
    auto& into = *into_.mutable_schedule_activity();
    into.set_seq(from.seq);
    into.set_activity_id(from.activity_id);
    into.set_activity_type(from.activity_type);
    into.set_task_queue(from.task_queue);
    write(from.headers, *into.mutable_headers());
    write(from.arguments, *into.mutable_arguments());
    write(from.schedule_to_close_timeout, into, &Into::mutable_schedule_to_close_timeout);
    write(from.schedule_to_start_timeout, into, &Into::mutable_schedule_to_start_timeout);
    write(from.start_to_close_timeout, into, &Into::mutable_start_to_close_timeout);
    write(from.heartbeat_timeout, into, &Into::mutable_heartbeat_timeout);
    write(from.retry_policy, into, &Into::mutable_retry_policy);
    into.set_cancellation_type(same_number<to_core::ActivityCancellationType>(from.cancellation_type));
    into.set_do_not_eagerly_execute(from.do_not_eagerly_execute);
    into.set_versioning_intent(same_number<coresdk::common::VersioningIntent>(from.versioning_intent));
    write(from.priority, into, &Into::mutable_priority);
}

void CommandWriter::operator()(const command::ScheduleLocalActivity& from) const {
    using Into = to_core::ScheduleLocalActivity;
    auto& into = *into_.mutable_schedule_local_activity();
    into.set_seq(from.seq);
    into.set_activity_id(from.activity_id);
    into.set_activity_type(from.activity_type);
    into.set_attempt(from.attempt);
    write(from.original_schedule_time, into, &Into::mutable_original_schedule_time);
    write(from.headers, *into.mutable_headers());
    write(from.arguments, *into.mutable_arguments());
    write(from.schedule_to_close_timeout, into, &Into::mutable_schedule_to_close_timeout);
    write(from.schedule_to_start_timeout, into, &Into::mutable_schedule_to_start_timeout);
    write(from.start_to_close_timeout, into, &Into::mutable_start_to_close_timeout);
    write(from.retry_policy, into, &Into::mutable_retry_policy);
    write(from.local_retry_threshold, into, &Into::mutable_local_retry_threshold);
    into.set_cancellation_type(same_number<to_core::ActivityCancellationType>(from.cancellation_type));
}

void CommandWriter::operator()(const command::StartChildWorkflow& from) const {
    using Into = to_core::StartChildWorkflowExecution;
    namespace child = ::coresdk::child_workflow;
    auto& into = *into_.mutable_start_child_workflow_execution();
    into.set_seq(from.seq);
    into.set_namespace_(from.namespace_name);
    into.set_workflow_id(from.workflow_id);
    into.set_workflow_type(from.workflow_type);
    into.set_task_queue(from.task_queue);
    write(from.input, *into.mutable_input());
    write(from.workflow_execution_timeout, into, &Into::mutable_workflow_execution_timeout);
    write(from.workflow_run_timeout, into, &Into::mutable_workflow_run_timeout);
    write(from.workflow_task_timeout, into, &Into::mutable_workflow_task_timeout);
    into.set_parent_close_policy(same_number<child::ParentClosePolicy>(from.parent_close_policy));
    into.set_workflow_id_reuse_policy(same_number<enums::WorkflowIdReusePolicy>(from.workflow_id_reuse_policy));
    write(from.retry_policy, into, &Into::mutable_retry_policy);
    into.set_cron_schedule(from.cron_schedule);
    write(from.headers, *into.mutable_headers());
    write(from.memo, *into.mutable_memo());
    if (!from.search_attributes.empty()) {
        write(from.search_attributes, *into.mutable_search_attributes()->mutable_indexed_fields());
    }
    into.set_cancellation_type(same_number<child::ChildWorkflowCancellationType>(from.cancellation_type));
    into.set_versioning_intent(same_number<coresdk::common::VersioningIntent>(from.versioning_intent));
    write(from.priority, into, &Into::mutable_priority);
}

void CommandWriter::operator()(const command::SignalExternalWorkflow& from) const {
    auto& into = *into_.mutable_signal_external_workflow_execution();
    into.set_seq(from.seq);
    if (const auto* execution = std::get_if<NamespacedExecution>(&from.target)) {
        write(*execution, *into.mutable_workflow_execution());
    } else {
        into.set_child_workflow_id(std::get<command::SignalExternalWorkflow::Child>(from.target).workflow_id);
    }
    into.set_signal_name(from.signal_name);
    write(from.arguments, *into.mutable_args());
    write(from.headers, *into.mutable_headers());
}

void CommandWriter::operator()(const command::ContinueAsNew& from) const {
    using Into = to_core::ContinueAsNewWorkflowExecution;
    auto& into = *into_.mutable_continue_as_new_workflow_execution();
    into.set_workflow_type(from.workflow_type);
    into.set_task_queue(from.task_queue);
    write(from.arguments, *into.mutable_arguments());
    write(from.workflow_run_timeout, into, &Into::mutable_workflow_run_timeout);
    write(from.workflow_task_timeout, into, &Into::mutable_workflow_task_timeout);
    write(from.memo, *into.mutable_memo());
    write(from.headers, *into.mutable_headers());
    if (!from.search_attributes.empty()) {
        write(from.search_attributes, *into.mutable_search_attributes()->mutable_indexed_fields());
    }
    write(from.retry_policy, into, &Into::mutable_retry_policy);
    into.set_versioning_intent(same_number<coresdk::common::VersioningIntent>(from.versioning_intent));
}

void CommandWriter::operator()(const command::QueryResult& from) const {
    auto& into = *into_.mutable_respond_to_query();
    into.set_query_id(from.query_id);
    if (const auto* failed = std::get_if<Failure>(&from.answer)) {
        write(*failed, *into.mutable_failed());
    } else {
        write(std::get<Payload>(from.answer), *into.mutable_succeeded()->mutable_response());
    }
}

void CommandWriter::operator()(const command::UpdateResponse& from) const {
    auto& into = *into_.mutable_update_response();
    into.set_protocol_instance_id(from.protocol_instance_id);
    if (const auto* failed = std::get_if<Failure>(&from.response)) {
        write(*failed, *into.mutable_rejected());
    } else if (const auto* result = std::get_if<Payload>(&from.response)) {
        write(*result, *into.mutable_completed());
    } else {
        into.mutable_accepted();
    }
}

void write_command(const Command& from, to_core::WorkflowCommand& into) {
    using Words = ::temporal::api::sdk::v1::UserMetadata;
    std::visit(CommandWriter{into}, from.what);
    if (!from.summary && !from.details) return;
    write(from.summary, *into.mutable_user_metadata(), &Words::mutable_summary);
    write(from.details, *into.mutable_user_metadata(), &Words::mutable_details);
}

}  // namespace

std::string write_completion(const Completion& completion) {
    ::coresdk::workflow_completion::WorkflowActivationCompletion into;
    into.set_run_id(completion.run_id);
    if (const auto* failed = std::get_if<completion::TaskFailed>(&completion.status)) {
        write(failed->failure, *into.mutable_failed()->mutable_failure());
        into.mutable_failed()->set_force_cause(same_number<enums::WorkflowTaskFailedCause>(failed->cause));
        return into.SerializeAsString();
    }
    const auto& went_on = std::get<completion::Commands>(completion.status);
    auto& successful = *into.mutable_successful();
    for (const auto& command : went_on.commands) write_command(command, *successful.add_commands());
    successful.set_versioning_behavior(same_number<enums::VersioningBehavior>(went_on.versioning_behavior));
    return into.SerializeAsString();
}

}  // namespace acervo::temporal
