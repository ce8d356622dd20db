#include <gmock/gmock.h>

#include "temporal/client/client_fixture.hpp"
#include "temporal/client/schedules.hpp"
#include "temporal/payload/convert.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

class SchedulesTest : public ClientTest {
protected:
    ~SchedulesTest() override { (void)run(delete_schedule(client_, name_)); }

    /// Nothing starts on its own for ten years.
    Schedule schedule() const {
        Schedule schedule;
        schedule.spec.cron = {"30 4 1 1 * 2045"};
        schedule.action.workflow_type = "echo";
        schedule.action.arguments = {text_payload("tick")};
        schedule.action.options = start_options();
        return schedule;
    }
    void create(Schedule what) {
        CreateSchedule asked;
        asked.schedule_id = name_;
        asked.schedule = std::move(what);
        asked.memo.emplace("why", text_payload("test"));
        must(create_schedule(client_, std::move(asked)));
    }
    ScheduleDescription describe() { return must(describe_schedule(client_, name_)); }

    std::string name_{Server::fresh("schedule")};
};

TEST_F(SchedulesTest, are_described_as_they_were_created) {
    auto what = schedule();
    what.spec.cron.clear();
    ScheduleCalendar noon;
    noon.hour = {{12, 0, 0}};
    what.spec.calendars = {noon};
    what.spec.intervals = {{1h, 7min}};
    what.spec.time_zone = "Europe/Madrid";
    what.policies.overlap = ScheduleOverlap::BufferOne;
    what.policies.catchup_window = 60s;
    what.state.remaining_actions = 5;
    what.state.note = "nightly";
    create(what);
    const auto described = describe();
    ASSERT_EQ(described.schedule.spec.calendars.size(), 1U);
    EXPECT_EQ(described.schedule.spec.calendars[0].hour.at(0).start, 12);
    EXPECT_EQ(described.schedule.spec.intervals, what.spec.intervals);
    EXPECT_EQ(described.schedule.spec.time_zone, "Europe/Madrid");
    EXPECT_EQ(described.schedule.policies, what.policies);
    EXPECT_EQ(described.schedule.state, what.state);
    EXPECT_EQ(described.schedule.action.workflow_type, "echo");
    EXPECT_EQ(described.schedule.action.arguments, what.action.arguments);
    EXPECT_EQ(described.schedule.action.options.task_queue, queue_);
    EXPECT_EQ(decode<std::string>(described.memo.at("why")), "test");
    EXPECT_FALSE(described.info.next_times.empty());
    EXPECT_TRUE(described.info.create_time);
}

TEST_F(SchedulesTest, refuse_a_second_of_the_same_name) {
    create(schedule());
    CreateSchedule again;
    again.schedule_id = name_;
    again.schedule = schedule();
    EXPECT_EQ(run(create_schedule(client_, again)).error().kind(), ErrorKind::Conflict);
}

TEST_F(SchedulesTest, pause_and_go_on) {
    create(schedule());
    must(pause_schedule(client_, name_, "maintenance"));
    until<ScheduleDescription>([this] { return describe_schedule(client_, name_); },
                               [](const auto& described) {
                                   return described.schedule.state.is_paused &&
                                          described.schedule.state.note == "maintenance";
                               });
    must(unpause_schedule(client_, name_, {}));
    until<ScheduleDescription>([this] { return describe_schedule(client_, name_); },
                               [](const auto& described) { return !described.schedule.state.is_paused; });
}

TEST_F(SchedulesTest, start_workflows_when_triggered) {
    create(schedule());
    must(trigger_schedule(client_, name_));
    const auto described = until<ScheduleDescription>([this] { return describe_schedule(client_, name_); },
                                                      [](const auto& now) { return !now.info.recent_actions.empty(); });
    const auto& execution = described.info.recent_actions[0].execution;
    EXPECT_THAT(execution.workflow_id, HasSubstr(id_));
    EXPECT_EQ(must(client_.handle(execution.workflow_id).describe()).summary.workflow_type, "echo");
    must(client_.handle(execution.workflow_id).terminate());
}

TEST_F(SchedulesTest, do_afterwards_what_a_past_time_asked_for) {
    auto what = schedule();
    what.spec.cron.clear();
    what.spec.intervals = {{1h, 0s}};
    what.state.is_paused = true;
    create(what);
    const Time noon{std::chrono::sys_days{std::chrono::year{2024} / 5 / 1} + 12h};
    BackfillRange range;
    range.from = noon - 1min;
    range.to = noon + 2h;
    range.overlap = ScheduleOverlap::AllowAll;
    must(backfill_schedule(client_, name_, {range}));
    const auto described = until<ScheduleDescription>([this] { return describe_schedule(client_, name_); },
                                                      [](const auto& now) { return now.info.action_count >= 3; });
    EXPECT_EQ(described.info.action_count, 3);
    for (const auto& action : described.info.recent_actions) {
        (void)run(client_.handle(action.execution.workflow_id).terminate());
    }
}

TEST_F(SchedulesTest, change_what_they_do) {
    create(schedule());
    auto described = describe();
    described.schedule.action.workflow_type = "other";
    must(update_schedule(client_, name_, described.schedule, described.conflict_token));
    until<ScheduleDescription>([this] { return describe_schedule(client_, name_); },
                               [](const auto& now) { return now.schedule.action.workflow_type == "other"; });
    EXPECT_EQ(describe().schedule.action.arguments, schedule().action.arguments);
}

TEST_F(SchedulesTest, are_listed_and_deleted) {
    create(schedule());
    ListSchedules asked;
    asked.query = "ScheduleId = '" + name_ + "'";
    const auto page = until<SchedulePage>([&] { return list_schedules(client_, asked); },
                                          [](const auto& found) { return found.schedules.size() == 1; });
    EXPECT_EQ(page.schedules[0].schedule_id, name_);
    EXPECT_EQ(page.schedules[0].workflow_type, "echo");
    must(delete_schedule(client_, name_));
    EXPECT_EQ(run(describe_schedule(client_, name_)).error().kind(), ErrorKind::NotFound);
}

}  // namespace
}  // namespace acervo::temporal
