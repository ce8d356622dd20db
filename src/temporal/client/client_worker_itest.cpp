#include <gmock/gmock.h>

#include "temporal/client/call_failure.hpp"
#include "temporal/client/client_fixture.hpp"
#include "temporal/client/workflow_history.hpp"
#include "temporal/payload/convert.hpp"
#include "temporal/payload/failures.hpp"

// What needs a worker: results, queries, updates, resets. The test plays the worker.
namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

using ClientWithWorker = ClientTest;

std::vector<Command> none() { return {}; }

std::vector<Command> one(Command command) {
    std::vector<Command> commands;
    commands.push_back(std::move(command));
    return commands;
}

/// Ends with its argument.
std::vector<Command> play_echo(const Activation& activation) {
    const auto* begun = find_job<job::InitializeWorkflow>(activation);
    return begun == nullptr ? none() : one(complete_with(*decode<std::string>(begun->arguments.front())));
}

TEST_F(ClientWithWorker, gets_the_result) {
    ScriptedWorker worker{server_, queue_, play_echo};
    EXPECT_EQ(must(start().result(soon())), "hi");
}

TEST_F(ClientWithWorker, is_told_when_the_result_is_of_another_type) {
    ScriptedWorker worker{server_, queue_, play_echo};
    start();
    const Workflow<std::int64_t(std::string)> wrong{"echo"};
    const auto ended = run(client_.handle(wrong, id_).result(soon()));
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind(), ErrorKind::InvalidInput);
    EXPECT_THAT(ended.error().message(), HasSubstr("result of workflow " + id_));
}

TEST_F(ClientWithWorker, gets_the_failure_with_its_type) {
    ScriptedWorker worker{server_, queue_,
                          [](const auto&) { return one(fail_with("OutOfStock", "article 7 is gone")); }};
    const auto ended = run(start().result(soon()));
    ASSERT_FALSE(ended);
    const auto failure = call_failure_of(ended.error());
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->status, WorkflowStatus::Failed);
    EXPECT_EQ(application_type(failure->failure), "OutOfStock");
    EXPECT_THAT(ended.error().message(), HasSubstr("article 7 is gone"));
}

TEST_F(ClientWithWorker, follows_retries_to_the_run_that_succeeds) {
    ScriptedWorker worker{server_, queue_, [](const Activation& activation) {
                              const auto* begun = find_job<job::InitializeWorkflow>(activation);
                              if (begun == nullptr) return none();
                              const bool is_first = begun->attempt == 1;
                              return one(is_first ? fail_with("Flaky", "once", false) : complete_with("second"));
                          }};
    auto options = start_options();
    options.retry_policy.emplace().initial_interval = 100ms;
    options.retry_policy->maximum_attempts = 3;
    const auto handle = start(options);
    EXPECT_EQ(must(handle.result(soon())), "second");
    const auto first = client_.handle(echo, id_, handle.started_run_id());
    EXPECT_FALSE(run(first.result(soon(), FollowRuns::No)));
    EXPECT_EQ(must(first.result(soon())), "second");
}

TEST_F(ClientWithWorker, follows_a_workflow_that_continues_as_new) {
    ScriptedWorker worker{server_, queue_, [this](const Activation& activation) {
                              const auto* begun = find_job<job::InitializeWorkflow>(activation);
                              if (begun == nullptr) return none();
                              if (!begun->continued_from_run_id.empty()) return one(complete_with("the end"));
                              command::ContinueAsNew next;
                              next.workflow_type = "echo";
                              next.task_queue = queue_;
                              next.arguments = begun->arguments;
                              Command command;
                              command.what = std::move(next);
                              return one(std::move(command));
                          }};
    const auto handle = start();
    EXPECT_EQ(must(handle.result(soon())), "the end");
    const auto first = client_.handle(echo, id_, handle.started_run_id());
    EXPECT_EQ(run(first.result(soon(), FollowRuns::No)).error().kind(), ErrorKind::PreconditionFailed);
}

TEST_F(ClientWithWorker, sees_a_cancellation_through) {
    ScriptedWorker worker{server_, queue_, [](const Activation& activation) {
                              if (find_job<job::CancelWorkflow>(activation) == nullptr) return none();
                              Command command;
                              command.what = command::CancelWorkflowExecution{{text_payload("cleaned up")}};
                              return one(std::move(command));
                          }};
    const auto handle = start();
    must(handle.cancel("enough"));
    const auto ended = run(handle.result(soon()));
    ASSERT_FALSE(ended);
    const auto failure = call_failure_of(ended.error());
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->status, WorkflowStatus::Cancelled);
    EXPECT_EQ(decode<std::string>(std::get<Failure::CancelledInfo>(failure->failure.info).details.front()),
              "cleaned up");
}

/// Answers `stage`, and ends at the signal.
std::vector<Command> play_asked(const Activation& activation) {
    if (const auto* query = find_job<job::QueryWorkflow>(activation)) {
        command::QueryResult answer;
        answer.query_id = query->query_id;
        if (query->query_type == "stage") {
            answer.answer = text_payload("at " + *decode<std::string>(query->arguments.front()));
        } else {
            answer.answer = to_failure(Error{ErrorKind::NotFound, "no such query"});
        }
        Command command;
        command.what = std::move(answer);
        return one(std::move(command));
    }
    return find_job<job::SignalWorkflow>(activation) != nullptr ? one(complete_with("signalled")) : none();
}

TEST_F(ClientWithWorker, gets_answers_and_failures_of_queries) {
    ScriptedWorker worker{server_, queue_, play_asked};
    const auto handle = start();
    EXPECT_EQ(must(handle.query(stage, "once")), "at once");
    const Query<std::string()> unknown{"unknown"};
    const auto refused = run(handle.query(unknown));
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message(), HasSubstr("no such query"));
    EXPECT_TRUE(call_failure_of(refused.error())) << refused.error().tag();
}

TEST_F(ClientWithWorker, does_not_ask_a_closed_workflow_when_told_so) {
    ScriptedWorker worker{server_, queue_, play_asked};
    const auto handle = start();
    must(handle.signal(nudge, "end"));
    must(handle.result(soon()));
    EXPECT_EQ(must(handle.query(stage, "last")), "at last");
    const auto refused = run(handle.query_unless(QueryReject::NotOpen, stage, "last"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind(), ErrorKind::PreconditionFailed);
    EXPECT_THAT(refused.error().message(), HasSubstr("Completed"));
}

TEST_F(ClientWithWorker, is_told_when_nobody_answers_a_query) {
    const auto handle = start();
    const auto silent = run(client_.within(1s).handle(echo, id_).query(stage, "x"));
    ASSERT_FALSE(silent);
    EXPECT_THAT(silent.error().message(), HasSubstr("query \"stage\""));
}

Command response(const job::DoUpdate& update, decltype(command::UpdateResponse::response) what) {
    Command command;
    command.what = command::UpdateResponse{update.protocol_instance_id, std::move(what)};
    return command;
}

/// Rejects what is empty, fails `bad`, answers everything else; `later` is answered at the next signal.
Script play_updates() {
    return [open = std::optional<job::DoUpdate>{}](const Activation& activation) mutable {
        std::vector<Command> commands;
        if (find_job<job::SignalWorkflow>(activation) != nullptr && open) {
            commands.push_back(response(*open, text_payload("at last")));
        }
        const auto* update = find_job<job::DoUpdate>(activation);
        if (update == nullptr) return commands;
        const auto name = *decode<std::string>(update->input.front());
        const auto refused = to_failure(Error{ErrorKind::InvalidInput, "the name is " + name});
        if (name.empty()) return one(response(*update, refused));
        commands.push_back(response(*update, command::UpdateResponse::Accepted{}));
        if (name == "later") {
            open = *update;
        } else if (name == "bad") {
            commands.push_back(response(*update, refused));
        } else {
            commands.push_back(response(*update, text_payload("now " + name)));
        }
        return commands;
    };
}

TEST_F(ClientWithWorker, gets_the_answer_of_an_update) {
    ScriptedWorker worker{server_, queue_, play_updates()};
    EXPECT_EQ(must(start().update(rename_it, "Anna")), "now Anna");
}

TEST_F(ClientWithWorker, is_told_why_an_update_was_rejected_or_failed) {
    ScriptedWorker worker{server_, queue_, play_updates()};
    const auto handle = start();
    for (const std::string name : {"", "bad"}) {
        const auto refused = run(handle.update(rename_it, name));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind(), ErrorKind::InvalidInput);
        const auto failure = call_failure_of(refused.error());
        ASSERT_TRUE(failure);
        EXPECT_EQ(failure->failure.message, "the name is " + name);
    }
}

TEST_F(ClientWithWorker, waits_for_an_update_in_two_stages) {
    ScriptedWorker worker{server_, queue_, play_updates()};
    const auto handle = start();
    UpdateOptions options;
    options.update_id = "the-update";
    const auto update = must(handle.start_update(rename_it, "later", options));
    EXPECT_EQ(update.update_id(), "the-update");
    EXPECT_EQ(run(update.result(Deadline::after(300ms))).error().kind(), ErrorKind::Timeout);
    must(handle.signal(nudge, "go"));
    EXPECT_EQ(must(update.result(soon())), "at last");
    EXPECT_EQ(must(handle.update_handle(rename_it, "the-update").result(soon())), "at last");
}

TEST_F(ClientWithWorker, resets_to_the_first_and_the_last_task) {
    ScriptedWorker worker{server_, queue_, play_asked};
    const auto handle = start();
    must(handle.query(stage, "begun"));
    const auto again = must(handle.reset(ResetToFirstTask{}, "try again"));
    EXPECT_NE(again, handle.started_run_id());
    EXPECT_EQ(must(client_.handle(echo, id_, handle.started_run_id()).describe()).summary.status,
              WorkflowStatus::Terminated);
    must(handle.signal(nudge, "end"));
    EXPECT_EQ(must(client_.handle(echo, id_).result(soon())), "signalled");
    const auto last = must(client_.handle(echo, id_).reset(ResetToLastTask{}, "and again"));
    EXPECT_EQ(must(client_.handle(echo, id_, last).result(soon())), "signalled");
}

TEST_F(ClientWithWorker, cannot_reset_what_has_not_begun) {
    const auto refused = run(start().reset(ResetToFirstTask{}, "too early"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind(), ErrorKind::PreconditionFailed);
}

}  // namespace
}  // namespace acervo::temporal
