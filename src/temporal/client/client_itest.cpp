#include <gmock/gmock.h>

#include "temporal/client/call_failure.hpp"
#include "temporal/client/client.hpp"
#include "temporal/client/client_fixture.hpp"
#include "temporal/client/list_workflows.hpp"
#include "temporal/client/search_attributes.hpp"
#include "temporal/client/server_info.hpp"
#include "temporal/client/task_queue.hpp"
#include "temporal/client/workflow_history.hpp"
#include "temporal/payload/convert.hpp"

// What can be asked of the server about workflows that no worker has touched.
namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

using ClientCalls = ClientTest;

TEST_F(ClientCalls, start_with_all_that_is_asked_for) {
    auto options = start_options();
    options.execution_timeout = 3h;
    options.run_timeout = 2h;
    options.task_timeout = 20s;
    options.memo.emplace("who", text_payload("anna"));
    options.priority = Priority{2, "tenant", 1.5F};
    options.summary = "one line";
    options.details = "a longer text";
    options.retry_policy.emplace().maximum_attempts = 4;
    const auto handle = start(options);
    EXPECT_EQ(handle.workflow_id(), id_);
    EXPECT_FALSE(handle.started_run_id().empty());
    const auto described = must(handle.describe());
    EXPECT_EQ(described.summary.workflow_type, "echo");
    EXPECT_EQ(described.summary.status, WorkflowStatus::Running);
    EXPECT_EQ(described.summary.task_queue, queue_);
    EXPECT_EQ(described.summary.execution.run_id, handle.started_run_id());
    EXPECT_EQ(decode<std::string>(described.summary.memo.at("who")), "anna");
    ASSERT_TRUE(described.summary.priority);
    EXPECT_EQ(described.summary.priority->fairness_key, "tenant");
    EXPECT_EQ(described.execution_timeout, 3h);
    EXPECT_EQ(described.run_timeout, 2h);
    EXPECT_EQ(described.task_timeout, 20s);
    EXPECT_EQ(described.user_summary, "one line");
    EXPECT_EQ(described.user_details, "a longer text");
    EXPECT_TRUE(described.summary.start_time);
    EXPECT_FALSE(described.summary.close_time);
    ASSERT_TRUE(described.pending_workflow_task);
    EXPECT_FALSE(described.pending_workflow_task->is_started);
}

TEST_F(ClientCalls, tell_the_run_that_has_the_id) {
    const auto first = start();
    const auto refused = run(client_.start(echo, "again", start_options()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind(), ErrorKind::Conflict);
    EXPECT_EQ(already_started(refused.error()), first.started_run_id());
    EXPECT_THAT(refused.error().message(), HasSubstr(first.started_run_id()));
}

TEST_F(ClientCalls, join_or_replace_a_running_workflow_when_asked_to) {
    const auto first = start();
    auto options = start_options();
    options.id_conflict_policy = WorkflowIdConflictPolicy::UseExisting;
    EXPECT_EQ(start(options).started_run_id(), first.started_run_id());
    options.id_conflict_policy = WorkflowIdConflictPolicy::TerminateExisting;
    EXPECT_NE(start(options).started_run_id(), first.started_run_id());
}

TEST_F(ClientCalls, start_once_for_one_request_id) {
    auto options = start_options();
    options.request_id = Server::fresh("request");
    EXPECT_EQ(start(options).started_run_id(), start(options).started_run_id());
}

TEST_F(ClientCalls, refuse_the_id_of_a_closed_workflow_by_policy) {
    const auto first = start();
    must(first.terminate("over"));
    auto options = start_options();
    options.id_reuse_policy = WorkflowIdReusePolicy::RejectDuplicate;
    const auto refused = run(client_.start(echo, "again", options));
    ASSERT_FALSE(refused);
    EXPECT_EQ(already_started(refused.error()), first.started_run_id());
    options.id_reuse_policy = WorkflowIdReusePolicy::AllowDuplicate;
    EXPECT_NE(start(options).started_run_id(), first.started_run_id());
}

TEST_F(ClientCalls, wait_with_the_start_when_asked_to) {
    auto options = start_options();
    options.start_delay = 1h;
    const auto described = must(start(options).describe());
    EXPECT_GE(*described.summary.execution_time - *described.summary.start_time, 59min);
    EXPECT_FALSE(described.pending_workflow_task);
}

TEST_F(ClientCalls, write_signals_and_cancellation_into_the_history) {
    const auto handle = start();
    must(handle.signal(nudge, "one"));
    must(handle.cancel("no longer wanted"));
    EXPECT_TRUE(must(handle.describe()).cancel_requested);
    const auto history = must(fetch_history(client_, handle.execution()));
    std::vector<std::string> types;
    for (const auto& event : history.events()) types.push_back(event.type);
    EXPECT_THAT(types, ::testing::IsSupersetOf({"WORKFLOW_EXECUTION_STARTED", "WORKFLOW_EXECUTION_SIGNALED",
                                                "WORKFLOW_EXECUTION_CANCEL_REQUESTED"}));
    EXPECT_EQ(history.events().front().id, 1);
}

TEST_F(ClientCalls, signal_with_start_starts_only_once) {
    const auto first = must(client_.signal_with_start(start_of(echo, "hi", start_options()), nudge, "one"));
    const auto second = must(client_.signal_with_start(start_of(echo, "hi", start_options()), nudge, "two"));
    EXPECT_EQ(first.started_run_id(), second.started_run_id());
    std::size_t signals = 0;
    for (const auto& event : must(fetch_history(client_, first.execution())).events()) {
        signals += event.type == "WORKFLOW_EXECUTION_SIGNALED" ? 1 : 0;
    }
    EXPECT_EQ(signals, 2U);
}

TEST_F(ClientCalls, answer_not_found_for_what_is_not_there) {
    const auto nobody = client_.handle(echo, "nobody");
    const auto signalled = run(nobody.signal(nudge, "x"));
    ASSERT_FALSE(signalled);
    EXPECT_EQ(signalled.error().kind(), ErrorKind::NotFound);
    EXPECT_THAT(signalled.error().message(), HasSubstr("signal \"nudge\" to workflow nobody"));
    EXPECT_EQ(run(nobody.describe()).error().kind(), ErrorKind::NotFound);
    EXPECT_EQ(run(nobody.result(soon())).error().kind(), ErrorKind::NotFound);
    EXPECT_EQ(run(nobody.cancel()).error().kind(), ErrorKind::NotFound);
    EXPECT_EQ(run(nobody.terminate()).error().kind(), ErrorKind::NotFound);
    EXPECT_EQ(run(fetch_history(client_, nobody.execution())).error().kind(), ErrorKind::NotFound);
}

TEST_F(ClientCalls, tell_that_a_workflow_was_terminated_and_by_whom) {
    const auto handle = start();
    must(handle.terminate("budget spent"));
    const auto ended = run(handle.result(soon()));
    ASSERT_FALSE(ended);
    const auto failure = call_failure_of(ended.error());
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->status, WorkflowStatus::Terminated);
    EXPECT_EQ(failure->failure.message, "budget spent");
    EXPECT_EQ(std::get<Failure::TerminatedInfo>(failure->failure.info).identity, "the-test");
    EXPECT_EQ(must(handle.describe()).summary.status, WorkflowStatus::Terminated);
}

TEST_F(ClientCalls, tell_that_a_workflow_ran_out_of_time) {
    auto options = start_options();
    options.run_timeout = 1s;
    const auto ended = run(start(options).result(soon()));
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind(), ErrorKind::Timeout);
    ASSERT_TRUE(call_failure_of(ended.error()));
    EXPECT_EQ(call_failure_of(ended.error())->status, WorkflowStatus::TimedOut);
}

TEST_F(ClientCalls, stop_waiting_at_the_deadline) {
    const auto ended = run(start().result(Deadline::after(700ms)));
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind(), ErrorKind::Timeout);
    EXPECT_FALSE(call_failure_of(ended.error()));
    EXPECT_THAT(ended.error().message(), HasSubstr("it runs on"));
}

TEST_F(ClientCalls, refuse_payloads_that_the_server_would_not_take) {
    const auto refused = run(client_.start(echo, std::string(2'200'000, 'x'), start_options()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind(), ErrorKind::TooLarge);
}

TEST_F(ClientCalls, list_and_count_by_a_query) {
    for (int index = 0; index < 3; ++index) {
        auto options = start_options();
        options.workflow_id = id_ + "-" + std::to_string(index);
        start(options);
    }
    const auto query = "WorkflowId STARTS_WITH " + filter_text(id_);
    const auto counted = until<WorkflowCount>([&] { return count_workflows(client_, query); },
                                              [](const auto& count) { return count.count == 3; });
    EXPECT_TRUE(counted.groups.empty());
    ListWorkflows asked;
    asked.query = query;
    asked.page_size = 2;
    auto page = must(list_workflows(client_, asked));
    EXPECT_EQ(page.workflows.size(), 2U);
    ASSERT_FALSE(page.next_page.empty());
    asked.page = page.next_page;
    page = must(list_workflows(client_, asked));
    EXPECT_EQ(page.workflows.size(), 1U);
    EXPECT_EQ(page.workflows.front().workflow_type, "echo");
    const auto grouped = must(count_workflows(client_, query + " GROUP BY ExecutionStatus"));
    ASSERT_EQ(grouped.groups.size(), 1U);
    EXPECT_EQ(grouped.groups.front().count, 3);
    EXPECT_EQ(decode<std::string>(grouped.groups.front().values.front()), "Running");
}

TEST_F(ClientCalls, are_told_that_order_by_is_refused) {
    ListWorkflows asked;
    asked.query = "WorkflowType = 'echo' ORDER BY StartTime";
    const auto listed = run(list_workflows(client_, asked));
    ASSERT_FALSE(listed);
    EXPECT_EQ(listed.error().kind(), ErrorKind::InvalidInput);
    EXPECT_THAT(listed.error().message(), HasSubstr("ORDER BY"));
}

TEST_F(ClientCalls, register_search_attributes_and_find_by_them) {
    must(add_search_attributes(client_, {{"ClientTestTenant", SearchAttributeType::Keyword}}));
    must(add_search_attributes(client_, {{"ClientTestTenant", SearchAttributeType::Keyword}}));
    EXPECT_EQ(run(add_search_attributes(client_, {{"ClientTestTenant", SearchAttributeType::Int}})).error().kind(),
              ErrorKind::PreconditionFailed);
    const auto known = must(list_search_attributes(client_));
    EXPECT_EQ(known.custom.at("ClientTestTenant"), SearchAttributeType::Keyword);
    EXPECT_TRUE(known.system.contains("WorkflowType"));
    auto options = start_options();
    auto tenant = text_payload("it's " + id_);
    tenant.metadata.emplace("type", "Keyword");
    options.search_attributes.emplace("ClientTestTenant", tenant);
    // A new name is known to starts a moment later.
    std::optional<WorkflowHandle<std::string>> handle;
    for (int attempt = 0; attempt < 100 && !handle; ++attempt) {
        if (auto started = run(client_.start(echo, "hi", options))) handle = *started;
        if (!handle) run(pause());
    }
    ASSERT_TRUE(handle);
    until<WorkflowCount>([&] { return count_workflows(client_, "ClientTestTenant = " + filter_text("it's " + id_)); },
                         [](const auto& count) { return count.count == 1; });
    EXPECT_EQ(decode<std::string>(must(handle->describe()).summary.search_attributes.at("ClientTestTenant")),
              "it's " + id_);
}

TEST_F(ClientCalls, see_the_backlog_of_a_queue) {
    for (int index = 0; index < 3; ++index) {
        auto options = start_options();
        options.workflow_id = id_ + "-" + std::to_string(index);
        start(options);
    }
    const auto state =
        until<QueueState>([&] { return describe_task_queue(client_, queue_, TaskKind::Workflow); },
                          [](const auto& queue) { return queue.backlog_count == 3 && queue.backlog_age > 0s; });
    EXPECT_TRUE(state.pollers.empty());
    EXPECT_GT(state.add_rate, 0);
    EXPECT_EQ(must(describe_task_queue(client_, queue_, TaskKind::Activity)).backlog_count, 0);
}

TEST_F(ClientCalls, know_the_server_and_the_namespace) {
    must(check_health(client_));
    EXPECT_FALSE(must(describe_server(client_)).version.empty());
    const auto info = must(describe_namespace(client_));
    EXPECT_EQ(info.name, server_.name_space());
    EXPECT_GT(info.payload_limit, 0);
    EXPECT_TRUE(info.retention);
}

TEST_F(ClientCalls, page_through_a_long_history) {
    const auto handle = start();
    for (int index = 0; index < 30; ++index) must(handle.signal(nudge, std::to_string(index)));
    const auto history = must(fetch_history(client_, handle.execution()));
    EXPECT_GE(history.events().size(), 31U);
    const auto json = to_json(history);
    ASSERT_TRUE(json) << json.error().message();
    EXPECT_THAT(*json, HasSubstr("EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED"));
    const auto parsed = parse_history(*json);
    ASSERT_TRUE(parsed) << parsed.error().message();
    EXPECT_EQ(to_json(*parsed), *json);
}

}  // namespace
}  // namespace acervo::temporal
