#include <gmock/gmock.h>

#include "temporal/client/async_activity.hpp"
#include "temporal/client/call_failure.hpp"
#include "temporal/client/client_fixture.hpp"
#include "temporal/payload/convert.hpp"
#include "temporal/payload/failures.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

/// A workflow of one activity, which its worker leaves open.
class AsyncActivityTest : public ClientTest {
protected:
    std::vector<Command> play(const Activation& activation) const {
        std::vector<Command> commands;
        if (const auto* ended = find_job<job::ResolveActivity>(activation)) {
            if (const auto* good = std::get_if<job::Completed>(&ended->result)) {
                commands.push_back(complete_with(*decode<std::string>(*good->result)));
            } else if (const auto* bad = std::get_if<job::Failed>(&ended->result)) {
                Command fail;
                fail.what = command::FailWorkflow{bad->failure};
                commands.push_back(std::move(fail));
            } else {
                commands.push_back(complete_with("cancelled"));
            }
        } else if (find_job<job::CancelWorkflow>(activation) != nullptr) {
            Command cancel;
            cancel.what = command::RequestCancelActivity{1};
            commands.push_back(std::move(cancel));
        } else if (find_job<job::InitializeWorkflow>(activation) != nullptr) {
            command::ScheduleActivity schedule;
            schedule.seq = 1;
            schedule.activity_id = "approval";
            schedule.activity_type = "ask_a_person";
            schedule.task_queue = queue_;
            schedule.start_to_close_timeout = 60s;
            schedule.heartbeat_timeout = 30s;
            schedule.retry_policy.emplace().maximum_attempts = 2;
            schedule.retry_policy->initial_interval = 100ms;
            schedule.cancellation_type = ActivityCancellationType::WaitCancellationCompleted;
            Command command;
            command.what = std::move(schedule);
            commands.push_back(std::move(command));
        }
        return commands;
    }
    std::optional<ActivityCompletion> leave_open(const ActivityTask& task) {
        if (std::holds_alternative<activity_task::Start>(task.what)) token_ = task.task_token;
        return std::nullopt;
    }
    /// Until the attempt of this number runs.
    PendingActivity wait_for_attempt(std::int32_t attempt) {
        const auto described = until<WorkflowDescription>([this] { return client_.handle(id_).describe(); },
                                                          [attempt](const auto& workflow) {
                                                              return workflow.pending_activities.size() == 1 &&
                                                                     workflow.pending_activities[0].state ==
                                                                         PendingActivityState::Started &&
                                                                     workflow.pending_activities[0].attempt == attempt;
                                                          });
        return described.pending_activities[0];
    }

    std::string token_;
    ScriptedWorker worker_{server_, queue_, [this](const Activation& activation) { return play(activation); },
                           [this](const ActivityTask& task) { return leave_open(task); }};
};

TEST_F(AsyncActivityTest, ends_by_its_token) {
    const auto handle = start();
    wait_for_attempt(1);
    const auto activity = async_activity(client_, TaskToken{token_});
    EXPECT_FALSE(must(activity.heartbeat(std::string{"half"})).cancel_requested);
    must(activity.complete(std::string{"approved"}));
    EXPECT_EQ(must(handle.result(soon())), "approved");
    EXPECT_EQ(run(activity.complete(std::string{"again"})).error().kind(), ErrorKind::NotFound);
}

TEST_F(AsyncActivityTest, is_seen_by_its_ids_with_attempts_failure_and_details) {
    const auto handle = start();
    const auto first = wait_for_attempt(1);
    EXPECT_EQ(first.activity_type, "ask_a_person");
    EXPECT_EQ(first.maximum_attempts, 2);
    const auto activity = async_activity(client_, ActivityIds{handle.execution(), "approval"});
    must(activity.heartbeat(std::string{"half"}));
    must(activity.fail(ApplicationFailure{FailureType{"Hesitates"}, "not today"}.failure()));
    const auto second = wait_for_attempt(2);
    ASSERT_TRUE(second.last_failure);
    EXPECT_EQ(application_type(*second.last_failure), "Hesitates");
    ASSERT_EQ(second.heartbeat_details.size(), 1U);
    EXPECT_EQ(decode<std::string>(second.heartbeat_details[0]), "half");
    EXPECT_TRUE(second.scheduled_time && second.last_started_time);
    must(activity.fail(ApplicationFailure{FailureType{"Hesitates"}, "never"}.failure()));
    const auto ended = run(handle.result(soon()));
    ASSERT_FALSE(ended);
    const auto failure = call_failure_of(ended.error());
    ASSERT_TRUE(failure);
    EXPECT_TRUE(std::holds_alternative<Failure::ActivityInfo>(failure->failure.info));
    EXPECT_EQ(application_type(failure->failure), "Hesitates");
}

TEST_F(AsyncActivityTest, hears_of_a_cancellation_and_gives_in) {
    const auto handle = start();
    wait_for_attempt(1);
    must(handle.cancel());
    const auto activity = async_activity(client_, ActivityIds{handle.execution(), "approval"});
    until<HeartbeatAnswer>([&] { return activity.heartbeat(); },
                           [](const auto& answer) { return answer.cancel_requested; });
    must(activity.report_cancelled());
    EXPECT_EQ(must(handle.result(soon())), "cancelled");
}

}  // namespace
}  // namespace acervo::temporal
