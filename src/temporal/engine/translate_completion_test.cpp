#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>
#include <temporal/api/history/v1/message.pb.h>
#include <temporal/sdk/core/activity_task/activity_task.pb.h>
#include <temporal/sdk/core/core_interface.pb.h>

#include <set>

#include "temporal/engine/translate.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;
using WireCompletion = ::coresdk::workflow_completion::WorkflowActivationCompletion;

Payload text(const std::string& data) { return {{}, data}; }

Failure failure(const std::string& message) {
    Failure made;
    made.message = message;
    return made;
}

/// Equal to the message that is written in protobuf's text format; the difference is told otherwise.
template <class Message>
::testing::AssertionResult is_message(const std::string& bytes, const std::string& expected) {
    Message have;
    Message want;
    if (!have.ParseFromString(bytes)) return ::testing::AssertionFailure() << "unreadable";
    if (!google::protobuf::TextFormat::ParseFromString(expected, &want)) {
        return ::testing::AssertionFailure() << "the expectation is not written well";
    }
    std::string report;
    google::protobuf::util::MessageDifferencer compare;
    compare.ReportDifferencesToString(&report);
    if (compare.Compare(want, have)) return ::testing::AssertionSuccess();
    return ::testing::AssertionFailure() << report;
}

std::string completion_of(Command::What what) {
    completion::Commands commands;
    commands.commands.push_back({std::move(what), std::nullopt, std::nullopt});
    return write_completion({"run", std::move(commands)});
}

/// The command, as the engine reads it.
::testing::AssertionResult is_written(Command::What what, const std::string& expected) {
    const auto whole = "run_id: 'run' successful { commands { " + expected + " } }";
    return is_message<WireCompletion>(completion_of(std::move(what)), whole);
}

TEST(WriteCompletion, says_how_the_task_ended) {
    EXPECT_TRUE(
        is_message<WireCompletion>(write_completion({"run", completion::Commands{}}), "run_id: 'run' successful {}"));
    completion::Commands pinned;
    pinned.versioning_behavior = VersioningBehavior::Pinned;
    EXPECT_TRUE(
        is_message<WireCompletion>(write_completion({"run", pinned}),
                                   "run_id: 'run' successful { versioning_behavior: VERSIONING_BEHAVIOR_PINNED }"));
    const completion::TaskFailed failed{failure("bug"), TaskFailedCause::NonDeterministicError};
    EXPECT_TRUE(is_message<WireCompletion>(write_completion({"run", failed}),
                                           "run_id: 'run' failed { failure { message: 'bug' } "
                                           "force_cause: WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR }"));
}

TEST(WriteCompletion, puts_words_for_people_beside_a_command) {
    completion::Commands commands;
    commands.commands.push_back({command::CancelTimer{1}, text("short"), text("long")});
    EXPECT_TRUE(is_message<WireCompletion>(write_completion({"run", commands}),
                                           "run_id: 'run' successful { commands { cancel_timer { seq: 1 } "
                                           "user_metadata { summary { data: 'short' } details { data: 'long' } } } }"));
}

TEST(WriteCompletion, writes_timers) {
    EXPECT_TRUE(is_written(command::StartTimer{1, 1'500ms},
                           "start_timer { seq: 1 start_to_fire_timeout { seconds: 1 nanos: 500000000 } }"));
    EXPECT_TRUE(is_written(command::CancelTimer{1}, "cancel_timer { seq: 1 }"));
}

TEST(WriteCompletion, writes_activities) {
    command::ScheduleActivity all{1,
                                  "a",
                                  "transcode",
                                  "queue",
                                  {{"h", text("1")}},
                                  {text("2")},
                                  1s,
                                  2s,
                                  3s,
                                  4s,
                                  RetryPolicy{5s, 2, 6s, 7, {"x"}},
                                  ActivityCancellationType::Abandon,
                                  true,
                                  VersioningIntent::Default,
                                  Priority{8, "k", 9}};
    EXPECT_TRUE(is_written(all, R"(schedule_activity { seq: 1 activity_id: 'a' activity_type: 'transcode'
        task_queue: 'queue' headers { key: 'h' value { data: '1' } } arguments { data: '2' }
        schedule_to_close_timeout { seconds: 1 } schedule_to_start_timeout { seconds: 2 }
        start_to_close_timeout { seconds: 3 } heartbeat_timeout { seconds: 4 }
        retry_policy { initial_interval { seconds: 5 } backoff_coefficient: 2 maximum_interval { seconds: 6 }
            maximum_attempts: 7 non_retryable_error_types: 'x' }
        cancellation_type: ABANDON do_not_eagerly_execute: true versioning_intent: DEFAULT
        priority { priority_key: 8 fairness_key: 'k' fairness_weight: 9 } })"));
    command::ScheduleActivity least;
    least.seq = 2;
    EXPECT_TRUE(is_written(least, "schedule_activity { seq: 2 cancellation_type: TRY_CANCEL }"));
    EXPECT_TRUE(is_written(command::RequestCancelActivity{1}, "request_cancel_activity { seq: 1 }"));
}

TEST(WriteCompletion, writes_local_activities) {
    command::ScheduleLocalActivity all{1,
                                       "a",
                                       "probe",
                                       2,
                                       Time{3s},
                                       {{"h", text("1")}},
                                       {text("2")},
                                       1s,
                                       2s,
                                       3s,
                                       RetryPolicy{5s, 2, 6s, 7, {"x"}},
                                       8s,
                                       ActivityCancellationType::TryCancel};
    EXPECT_TRUE(is_written(all, R"(schedule_local_activity { seq: 1 activity_id: 'a' activity_type: 'probe' attempt: 2
        original_schedule_time { seconds: 3 } headers { key: 'h' value { data: '1' } } arguments { data: '2' }
        schedule_to_close_timeout { seconds: 1 } schedule_to_start_timeout { seconds: 2 }
        start_to_close_timeout { seconds: 3 }
        retry_policy { initial_interval { seconds: 5 } backoff_coefficient: 2 maximum_interval { seconds: 6 }
            maximum_attempts: 7 non_retryable_error_types: 'x' }
        local_retry_threshold { seconds: 8 } cancellation_type: TRY_CANCEL })"));
    EXPECT_TRUE(is_written(command::RequestCancelLocalActivity{1}, "request_cancel_local_activity { seq: 1 }"));
}

TEST(WriteCompletion, writes_children) {
    command::StartChildWorkflow all;
    all.seq = 1;
    all.namespace_name = "ns";
    all.workflow_id = "id";
    all.workflow_type = "type";
    all.task_queue = "queue";
    all.input = {text("in")};
    all.workflow_execution_timeout = 1s;
    all.workflow_run_timeout = 2s;
    all.workflow_task_timeout = 3s;
    all.parent_close_policy = ParentClosePolicy::RequestCancel;
    all.workflow_id_reuse_policy = WorkflowIdReusePolicy::RejectDuplicate;
    all.retry_policy = RetryPolicy{std::nullopt, 0, std::nullopt, 7, {}};
    all.cron_schedule = "@daily";
    all.headers = {{"h", text("1")}};
    all.memo = {{"m", text("2")}};
    all.search_attributes = {{"s", text("3")}};
    all.cancellation_type = ChildCancellationType::WaitCancellationCompleted;
    all.versioning_intent = VersioningIntent::Compatible;
    all.priority = Priority{1, "", 0};
    EXPECT_TRUE(is_written(all, R"(start_child_workflow_execution { seq: 1 namespace: 'ns' workflow_id: 'id'
        workflow_type: 'type' task_queue: 'queue' input { data: 'in' }
        workflow_execution_timeout { seconds: 1 } workflow_run_timeout { seconds: 2 } workflow_task_timeout { seconds: 3 }
        parent_close_policy: PARENT_CLOSE_POLICY_REQUEST_CANCEL
        workflow_id_reuse_policy: WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE retry_policy { maximum_attempts: 7 }
        cron_schedule: '@daily' headers { key: 'h' value { data: '1' } } memo { key: 'm' value { data: '2' } }
        search_attributes { indexed_fields { key: 's' value { data: '3' } } }
        cancellation_type: WAIT_CANCELLATION_COMPLETED versioning_intent: COMPATIBLE priority { priority_key: 1 } })"));
    EXPECT_TRUE(is_written(command::CancelChildWorkflow{1, "late"},
                           "cancel_child_workflow_execution { child_workflow_seq: 1 reason: 'late' }"));
}

TEST(WriteCompletion, writes_what_goes_to_other_workflows) {
    const NamespacedExecution other{"ns", "id", "run"};
    EXPECT_TRUE(is_written(command::RequestCancelExternalWorkflow{1, other, "late"},
                           R"(request_cancel_external_workflow_execution { seq: 1 reason: 'late'
        workflow_execution { namespace: 'ns' workflow_id: 'id' run_id: 'run' } })"));
    command::SignalExternalWorkflow signal{2, other, "go", {text("1")}, {{"h", text("2")}}};
    EXPECT_TRUE(is_written(signal, R"(signal_external_workflow_execution { seq: 2 signal_name: 'go' args { data: '1' }
        headers { key: 'h' value { data: '2' } }
        workflow_execution { namespace: 'ns' workflow_id: 'id' run_id: 'run' } })"));
    signal.target = command::SignalExternalWorkflow::Child{"child"};
    EXPECT_TRUE(is_written(signal, R"(signal_external_workflow_execution { seq: 2 signal_name: 'go' args { data: '1' }
        headers { key: 'h' value { data: '2' } } child_workflow_id: 'child' })"));
    EXPECT_TRUE(is_written(command::CancelSignalWorkflow{2}, "cancel_signal_workflow { seq: 2 }"));
}

TEST(WriteCompletion, writes_every_end_of_a_workflow) {
    EXPECT_TRUE(
        is_written(command::CompleteWorkflow{text("out")}, "complete_workflow_execution { result { data: 'out' } }"));
    EXPECT_TRUE(is_written(command::CompleteWorkflow{}, "complete_workflow_execution {}"));
    EXPECT_TRUE(
        is_written(command::FailWorkflow{failure("no")}, "fail_workflow_execution { failure { message: 'no' } }"));
    EXPECT_TRUE(is_written(command::CancelWorkflowExecution{{text("why")}},
                           "cancel_workflow_execution { details { payloads { data: 'why' } } }"));
    EXPECT_TRUE(is_written(command::CancelWorkflowExecution{}, "cancel_workflow_execution {}"));
    command::ContinueAsNew next{"type",
                                "queue",
                                {text("1")},
                                1s,
                                2s,
                                {{"m", text("2")}},
                                {{"h", text("3")}},
                                {{"s", text("4")}},
                                RetryPolicy{1s, 0, std::nullopt, 0, {}},
                                VersioningIntent::Default};
    EXPECT_TRUE(is_written(next, R"(continue_as_new_workflow_execution { workflow_type: 'type' task_queue: 'queue'
        arguments { data: '1' } workflow_run_timeout { seconds: 1 } workflow_task_timeout { seconds: 2 }
        memo { key: 'm' value { data: '2' } } headers { key: 'h' value { data: '3' } }
        search_attributes { indexed_fields { key: 's' value { data: '4' } } }
        retry_policy { initial_interval { seconds: 1 } } versioning_intent: DEFAULT })"));
}

TEST(WriteCompletion, writes_answers_to_queries_and_updates) {
    EXPECT_TRUE(is_written(command::QueryResult{"q", text("1")},
                           "respond_to_query { query_id: 'q' succeeded { response { data: '1' } } }"));
    EXPECT_TRUE(is_written(command::QueryResult{"q", failure("no")},
                           "respond_to_query { query_id: 'q' failed { message: 'no' } }"));
    using Response = command::UpdateResponse;
    EXPECT_TRUE(
        is_written(Response{"u", Response::Accepted{}}, "update_response { protocol_instance_id: 'u' accepted {} }"));
    EXPECT_TRUE(is_written(Response{"u", failure("no")},
                           "update_response { protocol_instance_id: 'u' rejected { message: 'no' } }"));
    EXPECT_TRUE(
        is_written(Response{"u", text("1")}, "update_response { protocol_instance_id: 'u' completed { data: '1' } }"));
}

TEST(WriteCompletion, writes_marks_and_properties) {
    EXPECT_TRUE(is_written(command::SetPatchMarker{"p", true}, "set_patch_marker { patch_id: 'p' deprecated: true }"));
    EXPECT_TRUE(is_written(command::UpsertSearchAttributes{{{"s", text("1")}}},
                           R"(upsert_workflow_search_attributes { search_attributes {
        indexed_fields { key: 's' value { data: '1' } } } })"));
    EXPECT_TRUE(is_written(command::ModifyProperties{{{"m", text("1")}}},
                           "modify_workflow_properties { upserted_memo { fields { key: 'm' value { data: '1' } } } }"));
}

/// The index of the message's member that a default command of each kind fills.
template <std::size_t... Kinds>
std::set<int> members_written(std::index_sequence<Kinds...> /*kinds*/) {
    std::set<int> members;
    const auto look = [&members](Command::What what) {
        WireCompletion message;
        message.ParseFromString(completion_of(std::move(what)));
        members.insert(static_cast<int>(message.successful().commands(0).variant_case()));
    };
    (look(Command::What{std::in_place_index<Kinds>}), ...);
    return members;
}

TEST(WriteCompletion, gives_every_kind_of_command_a_message_of_its_own) {
    constexpr auto kKinds = std::variant_size_v<Command::What>;
    const auto members = members_written(std::make_index_sequence<kKinds>{});
    EXPECT_EQ(members.size(), kKinds);
    EXPECT_FALSE(members.contains(0));
    // The two that are left are Nexus'.
    const auto& all = *::coresdk::workflow_commands::WorkflowCommand::descriptor()->oneof_decl(0);
    EXPECT_EQ(static_cast<std::size_t>(all.field_count()), kKinds + 2);
}

// --- activities ------------------------------------------------------------------------------------------------------

TEST(ReadActivityTask, reads_a_start_with_all_it_says) {
    ::coresdk::activity_task::ActivityTask from;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(task_token: 'token' start {
        workflow_namespace: 'ns' workflow_type: 'wt' workflow_execution { workflow_id: 'w' run_id: 'r' }
        activity_id: 'a' activity_type: 'at' header_fields { key: 'h' value { data: '1' } } input { data: '2' }
        heartbeat_details { data: '3' } scheduled_time { seconds: 1 } current_attempt_scheduled_time { seconds: 2 }
        started_time { seconds: 3 } attempt: 4 schedule_to_close_timeout { seconds: 5 }
        start_to_close_timeout { seconds: 6 } heartbeat_timeout { seconds: 7 } retry_policy { maximum_attempts: 8 }
        priority { priority_key: 9 } is_local: true })",
                                                              &from));
    const activity_task::Start start{"ns",
                                     "wt",
                                     {"w", "r"},
                                     "a",
                                     "at",
                                     {{"h", text("1")}},
                                     {text("2")},
                                     {text("3")},
                                     Time{1s},
                                     Time{2s},
                                     Time{3s},
                                     4,
                                     5s,
                                     6s,
                                     7s,
                                     RetryPolicy{std::nullopt, 0, std::nullopt, 8, {}},
                                     Priority{9, "", 0},
                                     true};
    EXPECT_EQ(read_activity_task(from.SerializeAsString()).value(), (ActivityTask{"token", start}));
}

TEST(ReadActivityTask, reads_a_cancellation_and_refuses_what_is_neither) {
    ::coresdk::activity_task::ActivityTask from;
    from.set_task_token("token");
    EXPECT_EQ(read_activity_task(from.SerializeAsString()).error().kind(), ErrorKind::Internal);
    from.mutable_cancel()->set_reason(::coresdk::activity_task::WORKER_SHUTDOWN);
    EXPECT_EQ(read_activity_task(from.SerializeAsString()).value(),
              (ActivityTask{"token", activity_task::Cancel{activity_task::CancelReason::WorkerShutdown}}));
    EXPECT_EQ(read_activity_task("\xff").error().kind(), ErrorKind::Internal);
}

TEST(WriteActivityCompletion, writes_every_end) {
    using Wire = ::coresdk::ActivityTaskCompletion;
    const auto is = [](const decltype(ActivityCompletion::status)& status, const std::string& expected) {
        return is_message<Wire>(write_activity_completion({"t", status}),
                                "task_token: 't' result { " + expected + " }");
    };
    EXPECT_TRUE(is(ActivityCompletion::Completed{text("1")}, "completed { result { data: '1' } }"));
    EXPECT_TRUE(is(ActivityCompletion::Completed{},
                   "completed { result { metadata { key: 'encoding' value: 'binary/null' } } }"));
    EXPECT_TRUE(is(ActivityCompletion::Failed{failure("no")}, "failed { failure { message: 'no' } }"));
    EXPECT_TRUE(is(ActivityCompletion::Cancelled{failure("no")}, "cancelled { failure { message: 'no' } }"));
    EXPECT_TRUE(is(ActivityCompletion::WillCompleteAsync{}, "will_complete_async {}"));
    EXPECT_TRUE(is_message<::coresdk::ActivityHeartbeat>(
        write_heartbeat({"t", {text("1"), text("2")}}), "task_token: 't' details { data: '1' } details { data: '2' }"));
}

// --- histories -------------------------------------------------------------------------------------------------------

TEST(HistoryOfJson, reads_what_the_command_line_exports) {
    const auto bytes = history_of_json(R"({"events": [{"eventId": "1", "eventTime": "2026-01-31T08:09:10.123456789Z",
        "eventType": "EVENT_TYPE_WORKFLOW_EXECUTION_STARTED", "newer": {"than": "we"},
        "workflowExecutionStartedEventAttributes": {"workflowType": {"name": "demo"},
            "input": {"payloads": [{"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "MQ=="}]}}}]})");
    ASSERT_TRUE(bytes) << bytes.error().message();
    EXPECT_TRUE(is_message<::temporal::api::history::v1::History>(*bytes, R"(events { event_id: 1
        event_time { seconds: 1769846950 nanos: 123456789 } event_type: EVENT_TYPE_WORKFLOW_EXECUTION_STARTED
        workflow_execution_started_event_attributes { workflow_type { name: 'demo' }
            input { payloads { metadata { key: 'encoding' value: 'json/plain' } data: '1' } } } })"));
}

TEST(RecordedRunOfJson, has_the_workflows_id_where_the_server_wrote_it) {
    const auto run = recorded_run_of_json(R"({"events": [{"eventId": "1",
        "eventType": "EVENT_TYPE_WORKFLOW_EXECUTION_STARTED",
        "workflowExecutionStartedEventAttributes": {"workflowId": "demo-7"}}]})");
    ASSERT_TRUE(run) << run.error().message();
    EXPECT_EQ(run->workflow_id, "demo-7");
}

/// By whom it is, in the first workflow task that ended; then two timers, of which the second fires first.
std::string history_with_timers(const std::string& sdk) {
    return R"({"events": [{"eventId": "4", "workflowTaskCompletedEventAttributes": {"sdkMetadata": {"sdkName": ")" +
           sdk +
           R"("}}},
        {"eventId": "5", "timerStartedEventAttributes": {"timerId": "5"}},
        {"eventId": "6", "activityTaskScheduledEventAttributes": {"activityId": "6"}},
        {"eventId": "7", "timerStartedEventAttributes": {"timerId": "7"}},
        {"eventId": "8", "timerFiredEventAttributes": {"timerId": "7", "startedEventId": "7"}},
        {"eventId": "9", "timerCanceledEventAttributes": {"timerId": "5", "startedEventId": "5"}}]})";
}
std::vector<std::string> timer_ids_for_replay(const std::string& sdk) {
    ::temporal::api::history::v1::History history;
    EXPECT_TRUE(history.ParseFromString(recorded_run_of_json(history_with_timers(sdk)).value().history));
    std::vector<std::string> ids;
    for (const auto& event : history.events()) {
        if (event.has_timer_started_event_attributes()) {
            ids.push_back(event.timer_started_event_attributes().timer_id());
        } else if (event.has_timer_fired_event_attributes()) {
            ids.push_back(event.timer_fired_event_attributes().timer_id());
        } else if (event.has_timer_canceled_event_attributes()) {
            ids.push_back(event.timer_canceled_event_attributes().timer_id());
        }
    }
    return ids;
}

TEST(RecordedRunOfJson, counts_the_timers_of_the_sdk_for_go_as_the_engine_does) {
    EXPECT_EQ(timer_ids_for_replay("temporal-go"), (std::vector<std::string>{"1", "2", "2", "1"}));
}

TEST(RecordedRunOfJson, leaves_histories_of_other_sdks_as_they_are) {
    EXPECT_EQ(timer_ids_for_replay("temporal-python"), (std::vector<std::string>{"5", "7", "7", "5"}));
}

TEST(HistoryOfJson, says_what_is_wrong) {
    for (const auto* wrong : {"", "[]", "{}", R"({"events": [{"eventId": "x"}]})", R"({"events": 1})"}) {
        const auto bytes = history_of_json(wrong);
        ASSERT_FALSE(bytes) << wrong;
        EXPECT_EQ(bytes.error().kind(), ErrorKind::InvalidInput);
    }
}

}  // namespace
}  // namespace acervo::temporal
