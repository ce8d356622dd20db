#include "temporal/worker/replayer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "temporal/worker/errand_workflow.hpp"
#include "temporal/worker/sample_workflows.hpp"
#include "testkit/run.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;

RecordedHistory history_in(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return RecordedHistory{file.stem().string(), text.str()};
}
RecordedHistory recorded(const std::string& name) {
    return history_in(std::filesystem::path{ACERVO_HISTORIES} / (name + ".json"));
}

class ReplayerTest : public ::testing::Test {
protected:
    Result<void> replay(const Registry& workflows, RecordedHistory history) {
        return testkit::run(context_, Replayer{runtime_, workflows}.replay(std::move(history)));
    }
    boost::asio::io_context context_;
    Runtime runtime_{Runtime::start().value()};
};

TEST_F(ReplayerTest, finds_that_the_code_of_today_fits_all_recorded_histories) {
    Registry workflows;
    samples::add_workflows(workflows);
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator{ACERVO_HISTORIES}) {
        const auto fits = replay(workflows, history_in(file.path()));
        EXPECT_TRUE(fits) << fits.error().message();
        ++count;
    }
    EXPECT_GE(count, 12);
}

/// What the official SDKs for Go and Python recorded of the same workflow: bench/peers/temporal_go, tests/temporal.
TEST_F(ReplayerTest, finds_that_histories_of_other_sdks_fit_the_same_workflow_here) {
    Registry workflows;
    samples::add_errand(workflows);
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator{ACERVO_HISTORIES_OF_OTHERS}) {
        const auto fits = replay(workflows, history_in(file.path()));
        EXPECT_TRUE(fits) << fits.error().message();
        ++count;
    }
    EXPECT_GE(count, 4);
}

Task<std::string> errand_without_rest(Context ctx, std::string name, int /*more*/) {
    co_return co_await ctx.run(samples::greet_for_errand, name);
}

TEST_F(ReplayerTest, names_the_first_command_that_differs_from_another_sdks_history) {
    Registry changed;
    changed.add(samples::errand, &errand_without_rest);
    for (const auto* name : {"go-errand", "python-errand"}) {
        const auto fits = replay(
            changed, history_in(std::filesystem::path{ACERVO_HISTORIES_OF_OTHERS} / (std::string{name} + ".json")));
        ASSERT_FALSE(fits);
        EXPECT_THAT(fits.error().message(), HasSubstr("is TimerStarted, the code asks for CompleteWorkflow"));
    }
}

Task<std::string> hello_by_timer(Context ctx, std::string name) {
    co_await ctx.sleep(1s);
    co_return name;
}
Task<std::string> hello_without_work(Context /*ctx*/, std::string name) { co_return name; }
Task<std::string> hello_with_a_bug(Context ctx, std::string name) {
    if (ctx.is_replaying()) throw std::logic_error{"never played again"};
    co_return name;
}

TEST_F(ReplayerTest, names_the_first_command_that_differs_from_both_sides) {
    Registry changed;
    changed.add(samples::hello, &hello_by_timer);
    const auto fits = replay(changed, recorded("hello"));
    ASSERT_FALSE(fits);
    EXPECT_EQ(fits.error().kind(), ErrorKind::PreconditionFailed);
    EXPECT_THAT(fits.error().message(),
                AllOf(HasSubstr("the history of hello does not fit: event 5 of the history is ActivityTaskScheduled "
                                "\"greet\", the code asks for StartTimer{seq 1 1000 ms}"),
                      HasSubstr("TMPRL1100")));
}

TEST_F(ReplayerTest, sees_work_that_the_code_does_no_more) {
    Registry changed;
    changed.add(samples::hello, &hello_without_work);
    const auto fits = replay(changed, recorded("hello"));
    ASSERT_FALSE(fits);
    EXPECT_THAT(fits.error().message(), HasSubstr("the code asks for CompleteWorkflow"));
}

TEST_F(ReplayerTest, tells_how_the_code_failed) {
    Registry broken;
    broken.add(samples::hello, &hello_with_a_bug);
    const auto fits = replay(broken, recorded("hello"));
    ASSERT_FALSE(fits);
    EXPECT_THAT(fits.error().message(), HasSubstr("the code fails: never played again"));
    const auto unknown = replay(Registry{}, recorded("hello"));
    ASSERT_FALSE(unknown);
    EXPECT_THAT(unknown.error().message(), HasSubstr("\"hello\" is not registered"));
}

const Workflow<void()> teller{"teller"};
const Signal<> poke{"poke"};
Task<void> tell_another(Context ctx) { co_await ctx.external("nobody").signal(poke); }

/// As a server may write it when the worker was away for a while: one task brings the cancellation and the end of what
/// is cancelled. The engine (0.10) calls it non-deterministic to cancel a signal that was not delivered.
constexpr auto kEndedAndCancelled = R"json({"events": [
{"eventId": "1", "eventTime": "2026-11-22T17:18:44Z", "eventType": "EVENT_TYPE_WORKFLOW_EXECUTION_STARTED",
 "workflowExecutionStartedEventAttributes": {"workflowType": {"name": "teller"}, "taskQueue": {"name": "q"},
  "workflowTaskTimeout": "10s", "originalExecutionRunId": "01a20444-7484-7cd2-8b0c-90a2fe53f30b",
  "firstExecutionRunId": "01a20444-7484-7cd2-8b0c-90a2fe53f30b", "attempt": 1, "workflowId": "teller-1"}},
{"eventId": "2", "eventTime": "2026-11-22T17:18:44Z", "eventType": "EVENT_TYPE_WORKFLOW_TASK_SCHEDULED",
 "workflowTaskScheduledEventAttributes": {"taskQueue": {"name": "q"}, "startToCloseTimeout": "10s", "attempt": 1}},
{"eventId": "3", "eventTime": "2026-11-22T17:18:45Z", "eventType": "EVENT_TYPE_WORKFLOW_TASK_STARTED",
 "workflowTaskStartedEventAttributes": {"scheduledEventId": "2"}},
{"eventId": "4", "eventTime": "2026-11-22T17:18:46Z", "eventType": "EVENT_TYPE_WORKFLOW_TASK_COMPLETED",
 "workflowTaskCompletedEventAttributes": {"scheduledEventId": "2", "startedEventId": "3"}},
{"eventId": "5", "eventTime": "2026-11-22T17:18:46Z",
 "eventType": "EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED",
 "signalExternalWorkflowExecutionInitiatedEventAttributes": {"workflowTaskCompletedEventId": "4", "namespace": "dam",
  "workflowExecution": {"workflowId": "nobody"}, "signalName": "poke"}},
{"eventId": "6", "eventTime": "2026-11-22T17:18:48Z", "eventType": "EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED",
 "workflowExecutionCancelRequestedEventAttributes": {"cause": "enough"}},
{"eventId": "7", "eventTime": "2026-11-22T17:18:48Z",
 "eventType": "EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED",
 "signalExternalWorkflowExecutionFailedEventAttributes": {"namespace": "dam",
  "cause": "SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED_CAUSE_EXTERNAL_WORKFLOW_EXECUTION_NOT_FOUND",
  "workflowExecution": {"workflowId": "nobody"}, "initiatedEventId": "5"}},
{"eventId": "8", "eventTime": "2026-11-22T17:18:49Z", "eventType": "EVENT_TYPE_WORKFLOW_TASK_SCHEDULED",
 "workflowTaskScheduledEventAttributes": {"taskQueue": {"name": "q"}, "startToCloseTimeout": "10s", "attempt": 1}},
{"eventId": "9", "eventTime": "2026-11-22T17:18:50Z", "eventType": "EVENT_TYPE_WORKFLOW_TASK_STARTED",
 "workflowTaskStartedEventAttributes": {"scheduledEventId": "8"}},
{"eventId": "10", "eventTime": "2026-11-22T17:18:50Z", "eventType": "EVENT_TYPE_WORKFLOW_TASK_COMPLETED",
 "workflowTaskCompletedEventAttributes": {"scheduledEventId": "8", "startedEventId": "9"}},
{"eventId": "11", "eventTime": "2026-11-22T17:18:50Z", "eventType": "EVENT_TYPE_WORKFLOW_EXECUTION_FAILED",
 "workflowExecutionFailedEventAttributes": {"workflowTaskCompletedEventId": "10", "failure": {"message": "not found"}}}
]})json";

TEST_F(ReplayerTest, finds_that_what_ended_while_it_was_cancelled_fits) {
    Registry workflows;
    workflows.add(teller, &tell_another);
    const auto fits = replay(workflows, RecordedHistory{"teller-1", kEndedAndCancelled});
    EXPECT_TRUE(fits) << fits.error().message();
}

TEST_F(ReplayerTest, refuses_what_is_no_history) {
    const auto answer = replay(Registry{}, RecordedHistory{"id", "{\"event\": 1}"});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind(), ErrorKind::InvalidInput);
}

}  // namespace
}  // namespace acervo::temporal
