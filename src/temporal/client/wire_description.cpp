#include "temporal/client/wire_description.hpp"

#include "temporal/engine/wire_values.hpp"

namespace acervo::temporal::wire {

namespace {

namespace workflow = ::temporal::api::workflow::v1;

}  // namespace

Result<WorkflowSummary> read_summary(const ClientPayloads& codec, const workflow::WorkflowExecutionInfo& from) {
    WorkflowSummary into;
    into.execution = read(from.execution());
    into.workflow_type = from.type().name();
    into.status = same_number<WorkflowStatus>(from.status());
    into.task_queue = from.task_queue();
    if (from.has_start_time()) into.start_time = read(from.start_time());
    if (from.has_execution_time()) into.execution_time = read(from.execution_time());
    if (from.has_close_time()) into.close_time = read(from.close_time());
    into.history_length = from.history_length();
    into.history_size_bytes = from.history_size_bytes();
    auto memo = codec.decode(read(from.memo().fields()));
    if (!memo) return fail(std::move(memo).error());
    into.memo = *std::move(memo);
    into.search_attributes = read(from.search_attributes().indexed_fields());
    if (from.has_parent_execution()) into.parent = read(from.parent_execution());
    if (from.has_root_execution()) into.root = read(from.root_execution());
    into.first_run_id = from.first_run_id();
    if (from.has_priority()) into.priority = read(from.priority());
    return into;
}

Result<PendingActivity> read_activity(const ClientPayloads& codec, const workflow::PendingActivityInfo& from) {
    PendingActivity into;
    into.activity_id = from.activity_id();
    into.activity_type = from.activity_type().name();
    into.state = same_number<PendingActivityState>(from.state());
    into.attempt = from.attempt();
    into.maximum_attempts = from.maximum_attempts();
    auto details = codec.decode(read(from.heartbeat_details().payloads()));
    if (!details) return fail(std::move(details).error());
    into.heartbeat_details = *std::move(details);
    if (from.has_scheduled_time()) into.scheduled_time = read(from.scheduled_time());
    if (from.has_last_started_time()) into.last_started_time = read(from.last_started_time());
    if (from.has_last_heartbeat_time()) into.last_heartbeat_time = read(from.last_heartbeat_time());
    if (from.has_expiration_time()) into.expiration_time = read(from.expiration_time());
    if (from.has_next_attempt_schedule_time()) into.next_attempt_time = read(from.next_attempt_schedule_time());
    if (from.has_current_retry_interval()) into.retry_pause = read(from.current_retry_interval());
    if (from.has_last_failure()) {
        auto failure = codec.decode(read(from.last_failure()));
        if (!failure) return fail(std::move(failure).error());
        into.last_failure = *std::move(failure);
    }
    into.last_worker_identity = from.last_worker_identity();
    return into;
}

}  // namespace acervo::temporal::wire
