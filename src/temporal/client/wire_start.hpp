#pragma once

// For the sources of this folder.

#include <temporal/api/sdk/v1/user_metadata.pb.h>
#include <temporal/api/workflow/v1/message.pb.h>

#include "temporal/client/calls.hpp"
#include "temporal/client/client_core.hpp"
#include "temporal/engine/wire_values.hpp"

namespace acervo::temporal::wire {

/// Fills in what the caller left open (ids), and puts arguments and memo through the codec.
Result<StartWorkflow> prepared(const ClientPayloads& codec, StartWorkflow call);

/// Summary and details for the web interface, through the codec.
Result<void> write_user_metadata(const ClientPayloads& codec, const StartOptions& options,
                                 ::temporal::api::sdk::v1::UserMetadata& into);
/// Texts that cannot be read are left out: they are only for people.
void read_user_metadata(const ClientPayloads& codec, const ::temporal::api::sdk::v1::UserMetadata& from,
                        StartOptions& into);
void read_version(const ::temporal::api::workflow::v1::VersioningOverride& from, StartOptions& into);
void write_link(const WorkflowLink& from, common::Link& into);
void write_version(const StartOptions& from, ::temporal::api::workflow::v1::VersioningOverride& into);

/// A message that says how a workflow is started: the requests StartWorkflowExecution and SignalWithStart…, and the
/// action of a schedule, which has fewer fields. `call` is prepared.
template <class Message>
Result<void> write_start(const ClientPayloads& codec, const StartWorkflow& call, Message& into) {
    const auto& options = call.options;
    into.set_workflow_id(options.workflow_id);
    into.mutable_workflow_type()->set_name(call.workflow_type);
    into.mutable_task_queue()->set_name(options.task_queue);
    if (!call.arguments.empty()) write(call.arguments, *into.mutable_input()->mutable_payloads());
    write(options.execution_timeout, into, &Message::mutable_workflow_execution_timeout);
    write(options.run_timeout, into, &Message::mutable_workflow_run_timeout);
    write(options.task_timeout, into, &Message::mutable_workflow_task_timeout);
    write(options.retry_policy, into, &Message::mutable_retry_policy);
    if (!options.memo.empty()) write(options.memo, *into.mutable_memo()->mutable_fields());
    if (!options.search_attributes.empty()) {
        write(options.search_attributes, *into.mutable_search_attributes()->mutable_indexed_fields());
    }
    if (!call.headers.empty()) write(call.headers, *into.mutable_header()->mutable_fields());
    write(options.priority, into, &Message::mutable_priority);
    if (!std::holds_alternative<std::monostate>(options.version)) {
        write_version(options, *into.mutable_versioning_override());
    }
    if (options.summary.empty() && options.details.empty()) return ok();
    return write_user_metadata(codec, options, *into.mutable_user_metadata());
}

/// The fields that only requests have.
template <class Request>
Result<void> write_start_request(const ClientCore& core, const StartWorkflow& call, Request& into) {
    const auto& options = call.options;
    into.set_namespace_(core.name_space());
    into.set_identity(core.identity());
    into.set_request_id(options.request_id);
    into.set_workflow_id_reuse_policy(
        same_number<::temporal::api::enums::v1::WorkflowIdReusePolicy>(options.id_reuse_policy));
    into.set_workflow_id_conflict_policy(
        same_number<::temporal::api::enums::v1::WorkflowIdConflictPolicy>(options.id_conflict_policy));
    into.set_cron_schedule(options.cron_schedule);
    write(options.start_delay, into, &Request::mutable_workflow_start_delay);
    for (const auto& link : options.links) write_link(link, *into.add_links());
    if (options.skip_time) into.mutable_time_skipping_config()->set_enabled(true);
    return write_start(core, call, into);
}

}  // namespace acervo::temporal::wire
