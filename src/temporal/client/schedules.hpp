#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/client/client.hpp"
#include "temporal/client/schedule.hpp"

/// Schedules of the client's namespace. NotFound when there is none of this id.
namespace acervo::temporal {

struct CreateSchedule {
    std::string schedule_id{};
    Schedule schedule{};
    PayloadMap memo{};
    PayloadMap search_attributes{};
    /// One start at once, whatever the spec says.
    bool trigger_now = false;
};

/// Conflict when there is one of this id.
Async<Result<void>> create_schedule(Client client, CreateSchedule asked);
Async<Result<ScheduleDescription>> describe_schedule(Client client, std::string schedule_id);
/// Takes the place of all of the schedule. With the `conflict_token` of a description: PreconditionFailed when it was
/// changed since; empty: whatever it was.
Async<Result<void>> update_schedule(Client client, std::string schedule_id, Schedule schedule,
                                    std::string conflict_token = {});
Async<Result<void>> pause_schedule(Client client, std::string schedule_id, std::string note);
Async<Result<void>> unpause_schedule(Client client, std::string schedule_id, std::string note);
Async<Result<void>> trigger_schedule(Client client, std::string schedule_id,
                                     ScheduleOverlap overlap = ScheduleOverlap::Unspecified);

/// After `from` (not at it) up to `to`.
struct BackfillRange {
    Time from{};
    Time to{};
    ScheduleOverlap overlap = ScheduleOverlap::Unspecified;
};
/// Does now what the spec says for a time that has passed.
Async<Result<void>> backfill_schedule(Client client, std::string schedule_id, std::vector<BackfillRange> ranges);
Async<Result<void>> delete_schedule(Client client, std::string schedule_id);

struct ScheduleSummary {
    std::string schedule_id;
    std::string workflow_type;
    ScheduleSpec spec;
    bool is_paused = false;
    std::string note;
    std::vector<ScheduleAction> recent_actions;
    std::vector<Time> next_times;
    PayloadMap memo;
    PayloadMap search_attributes;
};

struct SchedulePage {
    std::vector<ScheduleSummary> schedules;
    /// Empty: this was the last.
    std::string next_page;
};

struct ListSchedules {
    /// A list filter, as for workflows; empty: all.
    std::string query{};
    std::int32_t page_size = 100;
    std::string page{};
};

/// Written later than the schedules themselves: a new one is seen after a moment.
Async<Result<SchedulePage>> list_schedules(Client client, ListSchedules asked);

}  // namespace acervo::temporal
