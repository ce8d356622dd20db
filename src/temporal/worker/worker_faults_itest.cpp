// What goes wrong around a worker: unknown types, code that is broken, blocks or changed, activities that do not end, a
// server that is away, a process that is killed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <atomic>
#include <latch>

#include "core/sleep.hpp"
#include "temporal/payload/aes_gcm_codec.hpp"
#include "temporal/worker/sample_workflows.hpp"
#include "temporal/worker/worker.hpp"
#include "temporal/worker/worker_fixture.hpp"
#include "testkit/environment.hpp"
#include "testkit/run.hpp"
#include "testkit/tcp_proxy.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Activity<int()> work{"work", {.start_to_close_timeout = 20s, .heartbeat_timeout = 10s}};
const Workflow<int()> working{"working"};

Task<int> working_workflow(Context ctx) {
    ActivityOptions options = work.options();
    options.retry_policy.emplace().initial_interval = 10ms;
    co_return co_await ctx.run(work, options);
}
Task<int> impatient_workflow(Context ctx) {
    ActivityOptions options = work.options();
    options.retry_policy.emplace().maximum_attempts = 1;
    co_return co_await ctx.run(work, options);
}

class WorkerFaults : public WorkerTest {
protected:
    WorkerFaults() {
        samples::add_workflows(workflows_);
        samples::add_activities(activities_);
    }
    void expect_alive() { EXPECT_EQ(result_of<std::string>(start(samples::hello, "Ada")), "Hello Ada"); }
    std::string first_task_failure(const Started& run) {
        until([&] { return !task_failures(run).empty(); });
        return task_failures(run).front();
    }
};

TEST_F(WorkerFaults, an_unknown_workflow_type_fails_the_task_and_lists_the_known) {
    begin();
    const auto run = start_untyped("nobody_knows", {});
    EXPECT_THAT(first_task_failure(run), HasSubstr("\"nobody_knows\" is not registered with this worker; known: "));
    expect_alive();
    terminate(run);
}

TEST_F(WorkerFaults, an_unknown_activity_type_fails_the_activity) {
    workflows_.add(working, &impatient_workflow);
    begin();
    const auto end = end_of(start(working));
    EXPECT_EQ(application_type(end.failure), "ActivityNotRegistered");
    expect_alive();
}

TEST_F(WorkerFaults, an_activity_may_throw_anything_and_passes_its_details_on_to_the_next_attempt) {
    workflows_.add(working, &working_workflow);
    activities_.add(work, [](const ActivityContext& context) -> int {
        if (context.info().attempt() == 1) {
            context.heartbeat(41);
            throw 42;  // NOLINT(hicpp-exception-baseclass): that is the case
        }
        return context.heartbeat_details<int>().value_or(0) + 1;
    });
    begin();
    EXPECT_EQ(result_of<int>(start(working)), 42);
}

std::atomic<bool> g_repaired{false};
Task<int> broken_workflow(Context ctx) {
    co_await ctx.sleep(1ms);
    if (!g_repaired) throw std::logic_error{"this is a bug"};
    co_return 1;
}

TEST_F(WorkerFaults, a_bug_fails_the_task_and_the_run_goes_on_when_it_is_repaired) {
    g_repaired = false;
    workflows_.add(working, &broken_workflow);
    begin();
    const auto run = start(working);
    EXPECT_THAT(first_task_failure(run), HasSubstr("this is a bug"));
    g_repaired = true;
    EXPECT_EQ(result_of<int>(run), 1);
}

Task<std::string> changed_listener(Context ctx) { co_return co_await ctx.run(samples::greet, "something else"); }

TEST_F(WorkerFaults, changed_code_is_caught_and_the_old_code_goes_on) {
    begin();
    const auto run = start(samples::clockwork_long);
    until([&] { return has_event(run, "EVENT_TYPE_TIMER_STARTED"); });
    stop();
    Registry changed;
    changed.add(samples::clockwork_long, &changed_listener);
    std::swap(changed, workflows_);
    begin();
    EXPECT_THAT(first_task_failure(run), HasSubstr("ondeterminism"));
    stop();
    std::swap(changed, workflows_);
    begin();
    EXPECT_EQ(result_of<std::string>(run), "on time");
}

std::latch* g_gate = nullptr;
Task<int> blocking_workflow(Context ctx) {
    co_await ctx.sleep(1ms);
    if (g_gate != nullptr) g_gate->wait();
    co_return 7;
}

TEST_F(WorkerFaults, a_workflow_that_blocks_is_named_and_does_not_stop_the_others) {
    std::latch gate{1};
    g_gate = &gate;
    workflows_.add(working, &blocking_workflow);
    options_.deadlock_limit = 1500ms;
    queue_.workflow_threads = 1;
    begin();
    const auto run = start(working);
    EXPECT_THAT(first_task_failure(run), HasSubstr("workflow \"working\" (id " + run.id + ") has not come back for"));
    expect_alive();
    gate.count_down();
    EXPECT_EQ(result_of<int>(run), 7);
    g_gate = nullptr;
}

TEST_F(WorkerFaults, an_activity_that_does_not_end_does_not_hold_up_the_shutdown) {
    const auto gate = std::make_shared<std::latch>(1);
    const auto over = std::make_shared<std::latch>(1);
    std::atomic<bool> began{false};
    workflows_.add(working, &working_workflow);
    activities_.add(work, [gate, over, &began](const ActivityContext& context) {
        if (context.info().attempt() > 1) return 2;
        began = true;
        gate->wait();
        over->count_down();
        return 1;
    });
    begin();
    const auto run = start(working);
    until([&began] { return began.load(); });
    stop();
    begin();
    EXPECT_EQ(result_of<int>(run), 2) << "the second attempt began at once";
    gate->count_down();
    over->wait();
}

TEST_F(WorkerFaults, activities_end_in_peace_within_the_grace) {
    std::atomic<bool> began{false};
    workflows_.add(working, &working_workflow);
    activities_.add(work, [&began](const ActivityContext& context) {
        began = true;
        context.sleep(200ms);
        return static_cast<int>(context.info().attempt());
    });
    options_.graceful_shutdown = 60s;
    begin();
    const auto run = start(working);
    until([&began] { return began.load(); });
    stop();
    begin();
    EXPECT_EQ(result_of<int>(run), 1);
}

TEST_F(WorkerFaults, a_result_that_is_too_large_is_a_clear_failure) {
    options_.limits.refuse_bytes = 1000;
    activities_ = {};
    activities_.add(samples::greet, [](const std::string& name) { return name + std::string(2000, '!'); });
    const Workflow<std::string()> boastful{"boastful"};
    workflows_.add(boastful, [](Context ctx) -> Task<std::string> {
        ActivityOptions options = samples::greet.options();
        options.retry_policy.emplace().maximum_attempts = 1;
        co_return co_await ctx.run(samples::greet, "Ada", options);
    });
    begin();
    const auto end = end_of(start(boastful));
    EXPECT_EQ(application_type(end.failure), "too_large");
    EXPECT_THAT(describe(end.failure), HasSubstr("the limit is 1000"));
}

TEST_F(WorkerFaults, nothing_readable_reaches_the_server_through_a_codec) {
    EncryptionKeys keys{"k1", {}};
    keys.keys.emplace("k1", Secret{std::string(32, 'k')});
    options_.codec = make_aes_gcm_codec(std::move(keys)).value();
    options_.encode_failures = true;
    begin();
    const auto run = start(samples::trip, 0);
    until([&] { return has_event(run, "EVENT_TYPE_WORKFLOW_EXECUTION_FAILED"); });
    const auto json = history_json(run);
    EXPECT_THAT(json, Not(HasSubstr("no seat is left")));
    EXPECT_THAT(json, HasSubstr("Encoded failure"));
    EXPECT_THAT(json, HasSubstr(to_base64(Blob{"binary/encrypted"})));
    EXPECT_THAT(task_failures(run), IsEmpty());
}

TEST_F(WorkerFaults, a_server_that_is_away_is_waited_for) {
    testkit::TcpProxy proxy{context(), Server::port()};
    auto through_proxy = Server::options("http://127.0.0.1:" + std::to_string(proxy.port()));
    through_proxy.keep_alive_interval = 500ms;
    through_proxy.keep_alive_timeout = 500ms;
    const auto connection =
        testkit::run(context(), Connection::connect(server_.runtime(), std::move(through_proxy), Deadline::after(30s)));
    ASSERT_TRUE(connection);
    proxy.swallow();
    worker_ = std::make_unique<Worker>(*connection, options_);
    queue_.workflows = &workflows_;
    queue_.activities = &activities_;
    ASSERT_TRUE(worker_->add(queue_));
    run_worker();
    until([this] { return worker_->ready().error().message().find("has not begun") == std::string::npos; });
    EXPECT_FALSE(worker_->ready());
    proxy.heal();
    until([this] { return worker_->ready().has_value(); });
    expect_alive();
    proxy.swallow();
    testkit::run(context(), sleep_for(500ms));
    proxy.heal();
    expect_alive();
}

/// This program again, as a worker that knows nothing but its queue.
pid_t spawn_worker(const std::string& queue) {
    setenv("ACERVO_TEST_WORKER_QUEUE", queue.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
    std::string program = "/proc/self/exe";
    std::string filter = "--gtest_filter=WorkerProcess.*";
    std::string disabled = "--gtest_also_run_disabled_tests";
    char* const arguments[] = {program.data(), filter.data(), disabled.data(), nullptr};
    pid_t child = 0;
    EXPECT_EQ(posix_spawn(&child, program.c_str(), nullptr, nullptr, arguments, environ), 0);
    return child;
}

class WorkerProcess : public WorkerTest {};
TEST_F(WorkerProcess, DISABLED_works_until_it_is_killed) {
    queue_.engine.task_queue = testkit::require_environment("ACERVO_TEST_WORKER_QUEUE");
    samples::add_workflows(workflows_);
    samples::add_activities(activities_);
    begin();
    until([] { return false; });
}

TEST_F(WorkerFaults, a_worker_that_is_killed_leaves_its_runs_to_the_next) {
    const auto child = spawn_worker(queue_.engine.task_queue);
    const auto listening = start(samples::listener);
    const auto waiting = start(samples::clockwork_long);
    signal(listening, samples::say, "before");
    EXPECT_EQ(query(listening, samples::heard), "before");
    until([&] { return has_event(waiting, "EVENT_TYPE_TIMER_STARTED"); });
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    signal(listening, samples::say, "after");
    signal(listening, samples::finish);
    begin();
    EXPECT_EQ(result_of<std::string>(listening), "before after");
    EXPECT_EQ(result_of<std::string>(waiting), "on time");
}

}  // namespace
}  // namespace acervo::temporal
