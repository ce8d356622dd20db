#include "temporal/client/wire_schedule.hpp"

#include "temporal/client/wire_start.hpp"
#include "temporal/engine/wire_values.hpp"

namespace acervo::temporal::wire {

namespace {

namespace enums = ::temporal::api::enums::v1;
namespace workflow = ::temporal::api::workflow::v1;

using WireRanges = google::protobuf::RepeatedPtrField<schedule::Range>;

void write(const ScheduleRanges& from, WireRanges& into) {
    for (const auto& range : from) {
        auto& one = *into.Add();
        one.set_start(range.start);
        one.set_end(range.end);
        one.set_step(range.step);
    }
}

ScheduleRanges read(const WireRanges& from) {
    ScheduleRanges into;
    for (const auto& range : from) into.push_back({range.start(), range.end(), range.step()});
    return into;
}

void write(const ScheduleCalendar& from, schedule::StructuredCalendarSpec& into) {
    write(from.second, *into.mutable_second());
    write(from.minute, *into.mutable_minute());
    write(from.hour, *into.mutable_hour());
    write(from.day_of_month, *into.mutable_day_of_month());
    write(from.month, *into.mutable_month());
    write(from.year, *into.mutable_year());
    write(from.day_of_week, *into.mutable_day_of_week());
    into.set_comment(from.comment);
}

ScheduleCalendar read(const schedule::StructuredCalendarSpec& from) {
    ScheduleCalendar into;
    into.second = read(from.second());
    into.minute = read(from.minute());
    into.hour = read(from.hour());
    into.day_of_month = read(from.day_of_month());
    into.month = read(from.month());
    into.year = read(from.year());
    into.day_of_week = read(from.day_of_week());
    into.comment = from.comment();
    return into;
}

Result<void> write_action(const ClientPayloads& codec, const ScheduledWorkflow& from,
                          workflow::NewWorkflowExecutionInfo& into) {
    StartWorkflow call;
    call.workflow_type = from.workflow_type;
    call.arguments = from.arguments;
    call.options = from.options;
    call.headers = from.headers;
    auto ready = prepared(codec, std::move(call));
    if (!ready) return fail(std::move(ready).error());
    return write_start(codec, *ready, into);
}

Result<ScheduledWorkflow> read_action(const ClientPayloads& codec, const workflow::NewWorkflowExecutionInfo& from) {
    ScheduledWorkflow into;
    into.workflow_type = from.workflow_type().name();
    auto arguments = codec.decode(wire::read(from.input().payloads()));
    if (!arguments) return fail(std::move(arguments).error());
    into.arguments = *std::move(arguments);
    into.headers = wire::read(from.header().fields());
    auto& options = into.options;
    options.workflow_id = from.workflow_id();
    options.task_queue = from.task_queue().name();
    if (from.has_workflow_execution_timeout())
        options.execution_timeout = wire::read(from.workflow_execution_timeout());
    if (from.has_workflow_run_timeout()) options.run_timeout = wire::read(from.workflow_run_timeout());
    if (from.has_workflow_task_timeout()) options.task_timeout = wire::read(from.workflow_task_timeout());
    if (from.has_retry_policy()) options.retry_policy = wire::read(from.retry_policy());
    auto memo = codec.decode(wire::read(from.memo().fields()));
    if (!memo) return fail(std::move(memo).error());
    options.memo = *std::move(memo);
    options.search_attributes = wire::read(from.search_attributes().indexed_fields());
    if (from.has_priority()) options.priority = wire::read(from.priority());
    read_user_metadata(codec, from.user_metadata(), options);
    read_version(from.versioning_override(), options);
    return into;
}

}  // namespace

void write(const ScheduleSpec& from, schedule::ScheduleSpec& into) {
    for (const auto& calendar : from.calendars) write(calendar, *into.add_structured_calendar());
    for (const auto& calendar : from.excluded) write(calendar, *into.add_exclude_structured_calendar());
    for (const auto& cron : from.cron) into.add_cron_string(cron);
    for (const auto& interval : from.intervals) {
        auto& one = *into.add_interval();
        write(interval.every, *one.mutable_interval());
        if (interval.offset != Duration::zero()) write(interval.offset, *one.mutable_phase());
    }
    write(from.start, into, &schedule::ScheduleSpec::mutable_start_time);
    write(from.end, into, &schedule::ScheduleSpec::mutable_end_time);
    write(from.jitter, into, &schedule::ScheduleSpec::mutable_jitter);
    into.set_timezone_name(from.time_zone);
}

ScheduleSpec read(const schedule::ScheduleSpec& from) {
    ScheduleSpec into;
    for (const auto& calendar : from.structured_calendar()) into.calendars.push_back(read(calendar));
    for (const auto& calendar : from.exclude_structured_calendar()) into.excluded.push_back(read(calendar));
    into.cron = {from.cron_string().begin(), from.cron_string().end()};
    for (const auto& one : from.interval()) into.intervals.push_back({read(one.interval()), read(one.phase())});
    if (from.has_start_time()) into.start = read(from.start_time());
    if (from.has_end_time()) into.end = read(from.end_time());
    if (from.has_jitter()) into.jitter = read(from.jitter());
    into.time_zone = from.timezone_name();
    return into;
}

Result<void> write_schedule(const ClientPayloads& codec, const Schedule& from, schedule::Schedule& into) {
    write(from.spec, *into.mutable_spec());
    auto& policies = *into.mutable_policies();
    policies.set_overlap_policy(same_number<enums::ScheduleOverlapPolicy>(from.policies.overlap));
    write(from.policies.catchup_window, policies, &schedule::SchedulePolicies::mutable_catchup_window);
    policies.set_pause_on_failure(from.policies.pause_on_failure);
    policies.set_keep_original_workflow_id(from.policies.keep_workflow_id);
    auto& state = *into.mutable_state();
    state.set_notes(from.state.note);
    state.set_paused(from.state.is_paused);
    state.set_limited_actions(from.state.remaining_actions.has_value());
    state.set_remaining_actions(from.state.remaining_actions.value_or(0));
    return write_action(codec, from.action, *into.mutable_action()->mutable_start_workflow());
}

Result<Schedule> read_schedule(const ClientPayloads& codec, const schedule::Schedule& from) {
    Schedule into;
    into.spec = read(from.spec());
    auto action = read_action(codec, from.action().start_workflow());
    if (!action) return fail(std::move(action).error());
    into.action = *std::move(action);
    into.policies.overlap = same_number<ScheduleOverlap>(from.policies().overlap_policy());
    if (from.policies().has_catchup_window()) into.policies.catchup_window = read(from.policies().catchup_window());
    into.policies.pause_on_failure = from.policies().pause_on_failure();
    into.policies.keep_workflow_id = from.policies().keep_original_workflow_id();
    into.state.note = from.state().notes();
    into.state.is_paused = from.state().paused();
    if (from.state().limited_actions()) into.state.remaining_actions = from.state().remaining_actions();
    return into;
}

ScheduleAction read(const schedule::ScheduleActionResult& from) {
    ScheduleAction into;
    if (from.has_schedule_time()) into.scheduled_time = read(from.schedule_time());
    if (from.has_actual_time()) into.actual_time = read(from.actual_time());
    into.execution = read(from.start_workflow_result());
    into.status = same_number<WorkflowStatus>(from.start_workflow_status());
    return into;
}

ScheduleInfo read(const schedule::ScheduleInfo& from) {
    ScheduleInfo into;
    into.action_count = from.action_count();
    into.missed_catchup_window = from.missed_catchup_window();
    into.overlap_skipped = from.overlap_skipped();
    into.buffer_dropped = from.buffer_dropped();
    into.buffer_size = from.buffer_size();
    for (const auto& running : from.running_workflows()) into.running.push_back(read(running));
    for (const auto& action : from.recent_actions()) into.recent_actions.push_back(read(action));
    for (const auto& moment : from.future_action_times()) into.next_times.push_back(read(moment));
    if (from.has_create_time()) into.create_time = read(from.create_time());
    if (from.has_update_time()) into.update_time = read(from.update_time());
    return into;
}

}  // namespace acervo::temporal::wire
