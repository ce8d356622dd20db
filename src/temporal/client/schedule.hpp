#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "temporal/client/start_options.hpp"
#include "temporal/client/workflow_status.hpp"
#include "temporal/model/execution.hpp"
#include "temporal/model/payload.hpp"
#include "temporal/model/time.hpp"

/// What a schedule is. Source: temporal.api.schedule.v1.
namespace acervo::temporal {

/// Whole numbers from start to end, both included; `end` below `start` is `start` alone, `step` 0 is 1.
struct ScheduleRange {
    std::int32_t start = 0;
    std::int32_t end = 0;
    std::int32_t step = 0;
    friend bool operator==(const ScheduleRange&, const ScheduleRange&) = default;
};
using ScheduleRanges = std::vector<ScheduleRange>;

/// Moments whose every field is in a range of that field. All fields but `year` need a range to match anything; as they
/// stand here they match every midnight.
struct ScheduleCalendar {
    ScheduleRanges second{{0, 0, 0}};
    ScheduleRanges minute{{0, 0, 0}};
    ScheduleRanges hour{{0, 0, 0}};
    ScheduleRanges day_of_month{{1, 31, 0}};
    ScheduleRanges month{{1, 12, 0}};
    /// Empty: every year.
    ScheduleRanges year{};
    /// 0 is Sunday.
    ScheduleRanges day_of_week{{0, 6, 0}};
    std::string comment{};
    friend bool operator==(const ScheduleCalendar&, const ScheduleCalendar&) = default;
};

/// epoch + n · every + offset, in whole seconds.
struct ScheduleInterval {
    Duration every{};
    Duration offset{};
    friend bool operator==(const ScheduleInterval&, const ScheduleInterval&) = default;
};

/// When: at the moments of any calendar, cron text or interval, but for those that are excluded.
struct ScheduleSpec {
    std::vector<ScheduleCalendar> calendars{};
    std::vector<ScheduleInterval> intervals{};
    /// `30 4 * * 1-5`. The server makes calendars and intervals of them: they are not there in a description.
    std::vector<std::string> cron{};
    std::vector<ScheduleCalendar> excluded{};
    std::optional<Time> start{};
    std::optional<Time> end{};
    /// Each moment is put off by a random time up to this.
    std::optional<Duration> jitter{};
    /// `Europe/Madrid`; UTC when empty.
    std::string time_zone{};
    friend bool operator==(const ScheduleSpec&, const ScheduleSpec&) = default;
};

/// What: starts this workflow. Of the options those that only a start has are not used (policies, cron, delay, request
/// id, links). The moment is written behind the workflow id.
struct ScheduledWorkflow {
    std::string workflow_type{};
    Payloads arguments{};
    StartOptions options{};
    PayloadMap headers{};
};

/// temporal.api.enums.v1.ScheduleOverlapPolicy: what happens while the workflow of the moment before runs.
enum class ScheduleOverlap {
    Unspecified = 0,  ///< The server's default: Skip.
    Skip = 1,
    BufferOne = 2,
    BufferAll = 3,
    CancelOther = 4,
    TerminateOther = 5,
    AllowAll = 6,
};

struct SchedulePolicies {
    ScheduleOverlap overlap = ScheduleOverlap::Unspecified;
    /// Moments that were missed while the server was away are made up for when they are not older; a year by default,
    /// at least ten seconds.
    std::optional<Duration> catchup_window{};
    bool pause_on_failure = false;
    /// The moment is not written behind the workflow id.
    bool keep_workflow_id = false;
    friend bool operator==(const SchedulePolicies&, const SchedulePolicies&) = default;
};

struct ScheduleState {
    std::string note{};
    bool is_paused = false;
    /// Starts that are left; nothing: no limit.
    std::optional<std::int64_t> remaining_actions{};
    friend bool operator==(const ScheduleState&, const ScheduleState&) = default;
};

struct Schedule {
    ScheduleSpec spec{};
    ScheduledWorkflow action{};
    SchedulePolicies policies{};
    ScheduleState state{};
};

/// A start that a schedule made.
struct ScheduleAction {
    std::optional<Time> scheduled_time;
    std::optional<Time> actual_time;
    WorkflowExecution execution;
    WorkflowStatus status = WorkflowStatus::Unspecified;
};

struct ScheduleInfo {
    std::int64_t action_count = 0;
    std::int64_t missed_catchup_window = 0;
    std::int64_t overlap_skipped = 0;
    std::int64_t buffer_dropped = 0;
    std::int64_t buffer_size = 0;
    std::vector<WorkflowExecution> running;
    /// The last ten.
    std::vector<ScheduleAction> recent_actions;
    /// The next ten.
    std::vector<Time> next_times;
    std::optional<Time> create_time;
    std::optional<Time> update_time;
};

struct ScheduleDescription {
    Schedule schedule;
    ScheduleInfo info;
    PayloadMap memo;
    PayloadMap search_attributes;
    /// For `update_schedule`: refuses it when somebody else changed the schedule meanwhile.
    std::string conflict_token;
};

}  // namespace acervo::temporal
