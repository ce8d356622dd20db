#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/id.hpp"
#include "temporal/worker/sample_workflows.hpp"
#include "temporal/worker/worker.hpp"
#include "temporal/worker/worker_fixture.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class WorkerRuns : public WorkerTest {
protected:
    WorkerRuns() {
        samples::add_workflows(workflows_);
        samples::add_activities(activities_);
    }
};

/// With a cache, and without: then every task replays its run from the beginning.
class CachedOrNot : public WorkerRuns, public ::testing::WithParamInterface<std::uint32_t> {
protected:
    CachedOrNot() { queue_.engine.max_cached_workflows = GetParam(); }

    /// No replay on the way met anything else; the history of the cached run is kept.
    void note(const Started& run, const std::string& name) {
        EXPECT_THAT(task_failures(run), Each(Not(HasSubstr("ondeterminism"))));
        if (GetParam() > 0) record(run, name);
    }
};
INSTANTIATE_TEST_SUITE_P(Worker, CachedOrNot, ::testing::Values(1'000, 0),
                         [](const auto& cached) { return cached.param > 0 ? "with_a_cache" : "without_a_cache"; });

TEST_P(CachedOrNot, a_workflow_with_an_activity) {
    begin();
    const auto run = start(samples::hello, "Ada");
    EXPECT_EQ(result_of<std::string>(run), "Hello Ada");
    EXPECT_TRUE(worker_->ready());
    note(run, "hello");
}

TEST_P(CachedOrNot, an_activity_again_until_it_succeeds) {
    begin();
    const auto run = start(samples::persistent, 3);
    EXPECT_EQ(result_of<int>(run), 3);
    note(run, "persistent");
}

TEST_P(CachedOrNot, timers_by_the_clock_of_the_workflow) {
    begin();
    const auto run = start(samples::clockwork);
    EXPECT_GE(result_of<std::int64_t>(run), 500);
    note(run, "clockwork");
}

TEST_P(CachedOrNot, signals_in_their_order_and_queries_before_and_after_the_end) {
    begin();
    const auto run = start(samples::listener);
    signal(run, samples::say, "good");
    signal(run, samples::say, "morning");
    EXPECT_EQ(query(run, samples::heard), "good morning");
    signal(run, samples::finish);
    EXPECT_EQ(result_of<std::string>(run), "good morning");
    EXPECT_EQ(query(run, samples::heard), "good morning");
    note(run, "listener");
}

TEST_P(CachedOrNot, updates_and_refuses_those_that_the_validator_refuses) {
    begin();
    const auto run = start(samples::ledger);
    EXPECT_EQ(update(run, samples::enter, "first").value(), 1);
    EXPECT_EQ(update(run, samples::enter, "").type(), "Empty");
    EXPECT_EQ(update(run, samples::enter, "second").value(), 2);
    EXPECT_THAT(result_of<std::vector<std::string>>(run), ElementsAre("first", "second"));
    note(run, "ledger");
}

TEST_P(CachedOrNot, children_that_are_signalled_by_handle_and_by_id) {
    begin();
    const auto run = start(samples::parent, "Ada");
    EXPECT_EQ(result_of<std::string>(run), "Ada, Hello Ada");
    note(run, "parent");
}

TEST_P(CachedOrNot, a_workflow_that_continues_as_new) {
    begin();
    const auto run = start(samples::relay, 2);
    EXPECT_EQ(result_of<int>(run), 0);
    EXPECT_THAT(events(run), Contains("EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW"));
    note(run, "relay");
}

TEST_P(CachedOrNot, local_activities_with_short_and_long_pauses) {
    begin();
    const auto run = start(samples::nearby, 3);
    EXPECT_EQ(result_of<int>(run), 4);
    EXPECT_THAT(events(run), Contains("EVENT_TYPE_TIMER_STARTED"));
    EXPECT_THAT(events(run), Not(Contains("EVENT_TYPE_ACTIVITY_TASK_SCHEDULED")));
    note(run, "nearby");
}

TEST_P(CachedOrNot, an_activity_that_hears_of_its_cancellation_by_its_heartbeat) {
    begin();
    const auto run = start(samples::toiler);
    until([&] { return has_event(run, "EVENT_TYPE_ACTIVITY_TASK_SCHEDULED"); });
    cancel(run);
    EXPECT_EQ(result_of<std::string>(run), "the activity gave in");
    EXPECT_THAT(events(run), Contains("EVENT_TYPE_ACTIVITY_TASK_CANCELED"));
    note(run, "toiler");
}

TEST_P(CachedOrNot, what_runs_side_by_side_and_cancels_the_loser) {
    begin();
    const auto run = start(samples::side_by_side);
    EXPECT_EQ(result_of<std::string>(run), "Hello oneHello twoHello three");
    note(run, "side_by_side");
}

TEST_P(CachedOrNot, patched_code_in_new_runs) {
    begin();
    const auto run = start(samples::patched);
    EXPECT_EQ(result_of<std::string>(run), "Hello dear reader");
    note(run, "patched");
}

TEST_P(CachedOrNot, a_workflow_into_its_failure) {
    begin();
    const auto run = start(samples::refuser);
    const auto end = end_of(run);
    EXPECT_EQ(end.event, "EVENT_TYPE_WORKFLOW_EXECUTION_FAILED");
    EXPECT_EQ(application_type(end.failure), "Refused");
    note(run, "refuser");
}

TEST_P(CachedOrNot, chance_from_the_servers_seed) {
    begin();
    const auto run = start(samples::chance);
    EXPECT_TRUE(Uuid::parse(result_of<std::string>(run).substr(0, 36)));
    note(run, "chance");
}

TEST_P(CachedOrNot, a_saga_that_undoes_what_was_done) {
    begin();
    const auto failed = start(samples::trip, 0);
    EXPECT_EQ(application_type(end_of(failed).failure), "NoSeat");
    EXPECT_THAT(history_json(failed), HasSubstr("EVENT_TYPE_ACTIVITY_TASK_COMPLETED"));
    note(failed, "trip");
}

TEST_F(WorkerRuns, many_workflows_on_several_threads) {
    queue_.workflow_threads = 3;
    queue_.engine.max_cached_workflows = 10;  // evictions on the way
    begin();
    std::vector<Started> runs;
    for (int i = 0; i < 40; ++i) runs.push_back(start(samples::clockwork));
    for (const auto& run : runs) EXPECT_GE(result_of<std::int64_t>(run), 500);
}

TEST_F(WorkerRuns, several_task_queues_in_one_process) {
    begin();
    const auto first = start(samples::hello, "one");
    EXPECT_EQ(result_of<std::string>(first), "Hello one");
    stop();
    worker_ = std::make_unique<Worker>(server_.connection(), options_);
    auto other = queue_;
    other.engine.task_queue = Server::fresh("other");
    ASSERT_TRUE(worker_->add(queue_));
    ASSERT_TRUE(worker_->add(other));
    run_worker();
    const auto here = start(samples::hello, "here");
    queue_ = other;
    const auto there = start(samples::hello, "there");
    EXPECT_EQ(result_of<std::string>(here), "Hello here");
    EXPECT_EQ(result_of<std::string>(there), "Hello there");
}

TEST_F(WorkerRuns, and_counts_what_it_does) {
    Metrics metrics;
    options_.metrics = &metrics;
    begin();
    EXPECT_EQ(result_of<int>(start(samples::persistent, 2)), 2);
    stop();
    const auto text = metrics.text();
    const auto label = "{outcome=\"failed\",task_queue=\"" + queue_.engine.task_queue + "\"} 1";
    EXPECT_THAT(text, HasSubstr("acervo_temporal_activities_total" + label));
    EXPECT_THAT(server_.runtime().metrics(), HasSubstr("temporal_"));
}

}  // namespace
}  // namespace acervo::temporal
