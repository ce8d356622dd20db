// What the engine's bridge relies on: one activation in, one completion out, whatever the workflow does.
#include "temporal/workflow/instance.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "temporal/testing/environment.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

inline const Activity<int(int)> act{"act", {.start_to_close_timeout = 1h}};
inline const Workflow<int(std::string)> any{"any"};
inline const Workflow<Blob()> large{"large"};
inline const Workflow<int()> counter{"counter"};
inline const Workflow<void()> patched{"patched"};
inline const Workflow<int()> house{"house"};
inline const Signal<int> add{"add"};
inline const Query<int()> total{"total"};
inline const Query<int()> local_total{"local_total"};

/// Counts how many are alive, and asks for work when it goes, as careless clean-up does.
struct Guard {
    explicit Guard(Context context) : ctx{std::move(context)} { ++alive; }
    ~Guard() {
        --alive;
        static_cast<void>(ctx.sleep(1s));
        static_cast<void>(ctx.run(act, 1));
    }
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    Context ctx;
    static inline int alive = 0;
};

Task<int> nested(Context ctx, int depth) {
    const Guard guard{ctx};
    if (depth == 0) co_return co_await ctx.run(act, 1);
    co_return co_await nested(ctx, depth - 1);
}

Task<void> throw_bug(Context ctx) {
    co_await ctx.sleep(1s);
    throw std::out_of_range{"index 9"};
}

Task<int> any_workflow(Context ctx, std::string what) {
    if (what == "bug") throw std::out_of_range{"index 9"};
    if (what == "spawned bug") {
        const auto never_awaited = ctx.spawn(throw_bug(ctx));
        co_await ctx.sleep(1h);
    }
    if (what == "no timeout") co_return co_await ctx.run(act, 1, {});
    if (what == "deep") {
        const auto beside = ctx.spawn(nested(ctx, 3));
        co_return co_await nested(ctx, 5);
    }
    if (what == "sleep") co_await ctx.sleep(1h);
    if (what == "abandon") {
        ActivityOptions options = act.options();
        options.cancellation_type = ActivityCancellationType::Abandon;
        const auto abandoned = ctx.run(act, 1, options);
        abandoned.cancel();
        const auto outcome = co_await abandoned.settled();
        co_await ctx.sleep(1h);
        co_return outcome.was_cancelled() ? 1 : 0;
    }
    if (what == "mixed") {
        const auto timer = ctx.sleep(1s);
        const auto activity = ctx.run(act, 1);
        const auto later = ctx.sleep(2s);
        const auto signal = ctx.external("other").signal(add, 1);
        co_return co_await ctx.run(act, 2);
    }
    if (what == "block") std::this_thread::sleep_for(300ms);
    if (what == "many") {
        int sum = 0;
        for (int i = 0; i < 100'000; ++i) sum += co_await [](int one) -> Task<int> { co_return one; }(1);
        co_return sum;
    }
    co_return 0;
}

Task<Blob> large_workflow(Context) { co_return Blob{std::string(3'000'000, 'x')}; }

Task<int> counter_workflow(Context& ctx) {
    auto& sum = ctx.make<int>(0);
    ctx.on(add, [&sum](int amount) { sum += amount; });
    ctx.on(total, sum, [](const int& now) { return now; });
    int local = 1;
    ctx.on(local_total, [&local] { return local; });
    co_await ctx.wait([&sum] { return sum >= 10'000; });
    co_return sum;
}

Task<void> patched_workflow(Context ctx) {
    if (ctx.patched("new-way")) co_await ctx.sleep(2s);
    co_await ctx.sleep(1s);
}

Task<Result<int>> house_workflow(Context) { co_return fail(ErrorKind::NotFound, "no such asset"); }

class InstanceTest : public ::testing::Test {
protected:
    InstanceTest() {
        workflows_.add(any, &any_workflow)
            .add(large, &large_workflow)
            .add(counter, &counter_workflow)
            .add(patched, &patched_workflow)
            .add(house, &house_workflow);
        env_.fake(act, [](int input) { return input; });
    }
    static Activation begin(const std::string& type, Payloads arguments) {
        job::InitializeWorkflow start;
        start.workflow_type = type;
        start.workflow_id = "id-1";
        start.arguments = std::move(arguments);
        return with(std::move(start));
    }
    static Activation with(Job job) {
        Activation activation;
        activation.run_id = "run-1";
        activation.jobs.push_back(std::move(job));
        return activation;
    }
    static std::string failure_of(const Completion& completion) {
        const auto* failed = std::get_if<completion::TaskFailed>(&completion.status);
        return failed != nullptr ? describe(failed->failure) : "no failure";
    }
    static std::vector<Command> commands_of(const Completion& completion) {
        const auto* commands = std::get_if<completion::Commands>(&completion.status);
        return commands != nullptr ? commands->commands : std::vector<Command>{};
    }
    static Payloads text(std::string_view word) { return {text_payload(word)}; }

    Registry workflows_;
    Instance instance_{workflows_, {"default", "queue", {}, {}}};
    testing::TestEnvironment env_{workflows_};
};

TEST_F(InstanceTest, an_unknown_type_fails_the_task_and_names_those_that_are_known) {
    EXPECT_EQ(failure_of(instance_.apply(begin("ingets", {}))),
              "workflow type \"ingets\" is not registered with this worker; known: any, counter, house, large, patched "
              "(std::runtime_error)");
}

TEST_F(InstanceTest, input_that_cannot_be_read_fails_the_task_with_the_place) {
    EXPECT_EQ(failure_of(instance_.apply(begin("any", {json_payload("7")}))),
              "argument 1 of workflow \"any\": $: a text was expected, not a number (acervo::temporal::PayloadError)");
}

TEST_F(InstanceTest, a_bug_fails_the_task_and_the_instance_is_good_for_eviction_only) {
    const auto completion = instance_.apply(begin("any", text("bug")));
    EXPECT_EQ(failure_of(completion), "index 9 (std::out_of_range)");
    EXPECT_EQ(failure_of(instance_.apply(with(job::FireTimer{1}))), "index 9 (std::out_of_range)");
    EXPECT_EQ(failure_of(instance_.apply(with(job::RemoveFromCache{}))), "no failure");
}

TEST_F(InstanceTest, a_bug_in_a_task_that_nobody_awaits_fails_the_task_too) {
    const auto run = env_.start(any, "spawned bug");
    EXPECT_THROW(run.result(), std::runtime_error);
    EXPECT_EQ(run.task_failure(), "index 9 (std::out_of_range)");
}

TEST_F(InstanceTest, an_activity_without_a_time_limit_is_a_bug) {
    EXPECT_NE(failure_of(instance_.apply(begin("any", text("no timeout")))).find("needs a start_to_close_timeout"),
              std::string::npos);
}

TEST_F(InstanceTest, eviction_destroys_all_frames_and_asks_for_nothing) {
    instance_.apply(begin("any", text("deep")));
    EXPECT_EQ(Guard::alive, 10);
    const auto completion = instance_.apply(with(job::RemoveFromCache{}));
    EXPECT_EQ(Guard::alive, 0);
    EXPECT_TRUE(commands_of(completion).empty());
}

TEST_F(InstanceTest, what_was_never_begun_cannot_be_resolved) {
    instance_.apply(begin("counter", {}));
    EXPECT_NE(failure_of(instance_.apply(with(job::FireTimer{9}))).find("made by other code"), std::string::npos);
}

/// The server had let it fire before the answer to the cancellation reached it.
TEST_F(InstanceTest, a_timer_that_fires_in_the_activation_that_cancels_it_is_cancelled) {
    instance_.apply(begin("any", text("sleep")));
    auto both = with(job::CancelWorkflow{"enough"});
    both.jobs.emplace_back(job::FireTimer{1});
    const auto completion = instance_.apply(both);
    EXPECT_EQ(failure_of(completion), "no failure");
    const auto commands = commands_of(completion);
    ASSERT_EQ(commands.size(), 2U);
    EXPECT_EQ(name_of(commands[0]), "CancelTimer");
    EXPECT_EQ(name_of(commands[1]), "CancelWorkflowExecution");
}

/// As the official SDKs on this engine do: it compares these numbers with those in a history.
TEST_F(InstanceTest, operations_of_each_kind_are_counted_apart) {
    const auto commands = commands_of(instance_.apply(begin("any", text("mixed"))));
    std::vector<std::string> asked;
    for (const auto& command : commands) asked.push_back(describe(command));
    EXPECT_EQ(asked, (std::vector<std::string>{"StartTimer{seq 1 1000 ms}", "ScheduleActivity{seq 1 \"act\"}",
                                               "StartTimer{seq 2 2000 ms}", "SignalExternalWorkflow{seq 1 \"add\"}",
                                               "ScheduleActivity{seq 2 \"act\"}"}));
}

TEST_F(InstanceTest, an_abandoned_activity_is_over_at_once_and_its_failure_reaches_nobody) {
    const auto commands = commands_of(instance_.apply(begin("any", text("abandon"))));
    ASSERT_EQ(commands.size(), 2U);
    EXPECT_EQ(name_of(commands[0]), "ScheduleActivity");
    EXPECT_EQ(name_of(commands[1]), "StartTimer");
    const auto seq = std::get<command::ScheduleActivity>(commands[0].what).seq;
    job::ResolveActivity late;
    late.seq = seq;
    late.result = job::Failed{};
    EXPECT_EQ(failure_of(instance_.apply(with(std::move(late)))), "no failure");
}

TEST_F(InstanceTest, a_result_that_is_too_large_says_so) {
    const auto completion = instance_.apply(begin("large", {}));
    EXPECT_NE(failure_of(completion).find("CompleteWorkflow{} carries 30000"), std::string::npos);
    EXPECT_EQ(std::get<completion::TaskFailed>(completion.status).cause, TaskFailedCause::PayloadsTooLarge);
}

TEST_F(InstanceTest, ten_thousand_signals_are_all_counted) {
    const auto run = env_.start(counter);
    for (int i = 0; i < 10'000; ++i) run.signal(add, 1);
    EXPECT_EQ(run.result().value(), 10'000);
}

TEST_F(InstanceTest, awaiting_a_hundred_thousand_tasks_does_not_grow_the_stack) {
    EXPECT_EQ(env_.start(any, "many").result().value(), 100'000);
}

TEST_F(InstanceTest, a_handler_that_refers_to_locals_ends_with_them) {
    const auto run = env_.start(counter);
    EXPECT_EQ(run.query(local_total).value(), 1);
    run.signal(add, 10'000);
    run.result();
    EXPECT_EQ(run.query(total).value(), 10'000);
    EXPECT_EQ(run.query(local_total).type(), "HandlerEnded");
}

TEST_F(InstanceTest, an_error_of_the_house_fails_the_workflow_by_its_kind) {
    EXPECT_EQ(env_.start(house).result().type(), "not_found");
}

TEST_F(InstanceTest, a_workflow_that_waits_for_ever_says_for_what) {
    const auto run = env_.start(counter);
    EXPECT_THROW(run.result(), std::runtime_error);
}

TEST_F(InstanceTest, a_patch_is_taken_by_new_runs_and_by_those_that_had_it) {
    const auto run = env_.start(patched);
    run.result();
    EXPECT_EQ(name_of(run.history().steps[0].commands[0]), "SetPatchMarker");
    EXPECT_TRUE(testing::replay_every_prefix(workflows_, run.history()));

    auto without = begin("patched", {});
    without.is_replaying = true;
    const auto commands = commands_of(instance_.apply(without));
    ASSERT_EQ(commands.size(), 1);
    EXPECT_EQ(describe(commands[0]), "StartTimer{seq 1 1000 ms}");
}

TEST_F(InstanceTest, a_replay_by_other_code_names_the_first_difference_from_both_sides) {
    const auto run = env_.start(patched);
    run.result();
    auto history = run.history();
    std::get<command::StartTimer>(history.steps[0].commands[1].what).start_to_fire_timeout = 9s;
    const auto different = testing::replay(workflows_, history);
    ASSERT_FALSE(different);
    EXPECT_EQ(
        different.error().message(),
        "step 1, command 2: the history has StartTimer{seq 1 9000 ms}, the code asks for StartTimer{seq 1 2000 ms}");
}

TEST_F(InstanceTest, another_thread_sees_who_does_not_come_back) {
    const auto watch = instance_.watch();
    std::optional<std::string> seen;
    std::thread worker{[this] { instance_.apply(begin("any", text("block"))); }};
    // Bounded: the activation lasts 300 ms, and a slow machine only makes that longer.
    for (int i = 0; i < 10'000 && !seen; ++i) {
        EXPECT_FALSE(watch->overdue(ActivationWatch::Clock::now(), 1h)) << "too early";
        seen = watch->overdue(ActivationWatch::Clock::now(), 50ms);
        std::this_thread::sleep_for(1ms);
    }
    worker.join();
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->find("workflow \"any\" (id id-1) has not come back for"), 0);
    EXPECT_FALSE(watch->overdue(ActivationWatch::Clock::now(), 0ms)) << "it came back";
}

}  // namespace
}  // namespace acervo::temporal
