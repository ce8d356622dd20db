// A client: starts a workflow, talks to it, watches it, ends it. No worker runs here, so the workflow only waits.

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "temporal/client/call_failure.hpp"
#include "temporal/client/client.hpp"
#include "temporal/client/list_workflows.hpp"
#include "temporal/client/task_queue.hpp"
#include "testkit/environment.hpp"
#include "testkit/run.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

// Names and types, shared with who writes the workflow.
const Workflow<std::string(std::string)> review{"review"};
const Signal<std::string> remark{"remark"};

Async<Result<Client>> make_client(Runtime runtime) {
    ConnectOptions where;
    where.url = "http://" + testkit::require_environment("ACERVO_TEST_TEMPORAL");
    where.identity = "the-example";
    auto connection = CO_TRY(co_await Connection::connect(runtime, where, Deadline::after(10s)));
    ClientOptions options;
    options.name_space = testkit::require_environment("ACERVO_TEST_TEMPORAL_NAMESPACE");
    options.timeout = 5s;  // for every call
    co_return Client{std::move(connection), std::move(options)};
}

Async<Result<void>> talk(Client client) {
    StartOptions options;
    options.task_queue = "nobody-works-here";
    options.execution_timeout = 1h;
    options.summary = "clip 7";
    const auto handle = CO_TRY(co_await client.start(review, "clip-7", options));

    // A second workflow of this id is refused; the error tells the run that has it.
    options.workflow_id = handle.workflow_id();
    const auto second = co_await client.start(review, "clip-7", options);
    EXPECT_EQ(already_started(second.error()), handle.started_run_id());

    CO_TRY(co_await handle.signal(remark, "too loud"));
    const auto described = CO_TRY(co_await handle.describe());
    EXPECT_EQ(described.summary.status, WorkflowStatus::Running);
    EXPECT_EQ(described.user_summary, "clip 7");

    ListWorkflows asked;
    asked.query = "WorkflowType = 'review' AND ExecutionStatus = 'Running'";
    CO_TRY(co_await list_workflows(client, asked));  // the index may not know it yet
    CO_TRY(co_await describe_task_queue(client, "nobody-works-here", TaskKind::Workflow));

    CO_TRY(co_await handle.terminate("it was only an example"));
    const auto ended = co_await handle.result(Deadline::after(10s));
    const auto failure = call_failure_of(ended.error());
    EXPECT_TRUE(failure && failure->status == WorkflowStatus::Terminated);
    EXPECT_EQ(failure->failure.message, "it was only an example");
    co_return ok();
}

TEST(ClientExample, talks_to_a_workflow) {
    boost::asio::io_context context;
    const auto runtime = Runtime::start().value();
    auto client = testkit::run(context, make_client(runtime));
    ASSERT_TRUE(client) << client.error().message();
    const auto done = testkit::run(context, talk(*client));
    EXPECT_TRUE(done) << done.error().message();
}

}  // namespace
}  // namespace acervo::temporal
