// Random workflow programs by a real worker on the real server; then what the server recorded is played again, in full
// and up to each of its workflow tasks: the commands must be the same. 10 programs; 120 with ACERVO_FULL=1. The seed is
// printed; ACERVO_SEED repeats the programs and what disturbs them, though not the moments at which it does.
#include <gtest/gtest.h>

#include <mutex>
#include <thread>

#include "core/sleep.hpp"
#include "temporal/client/call_failure.hpp"
#include "temporal/client/client.hpp"
#include "temporal/client/list_workflows.hpp"
#include "temporal/client/search_attributes.hpp"
#include "temporal/client/workflow_history.hpp"
#include "temporal/testing/random_program.hpp"
#include "temporal/worker/history_player_fixture.hpp"
#include "temporal/worker/live_commands_fixture.hpp"
#include "temporal/worker/replayer.hpp"
#include "temporal/worker/worker_fixture.hpp"
#include "testkit/figures.hpp"
#include "testkit/run.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;
using programs::Dice;

/// Of timers, pauses and time limits: what is 30 s in memory.
constexpr auto kLongest = 300ms;
/// Programs that run at once.
constexpr int kRunners = 8;

const Workflow<void()> primer{"primer"};
Task<void> primer_workflow(Context ctx) {
    ctx.upsert(whole_number(programs::kSteps).is(1));
    co_return;
}

std::vector<Command> commands_of(const std::vector<PlayedStep>& steps) {
    std::vector<Command> all;
    for (const auto& step : steps) all.insert(all.end(), step.commands.begin(), step.commands.end());
    return all;
}

/// The first command of `some` that is not that of `all`; empty when it begins with all of them.
std::string difference(const std::vector<Command>& all, const std::vector<Command>& some) {
    for (std::size_t i = 0; i < some.size(); ++i) {
        if (i < all.size() && all[i] == some[i]) continue;
        return "command " + std::to_string(i + 1) + ": " + (i < all.size() ? describe(all[i]) : "nothing") +
               " became " + describe(some[i]);
    }
    return {};
}

struct Checked {
    std::size_t runs = 0;
    std::size_t prefixes = 0;
    /// Prefixes whose last task the code was asked about as for the first time.
    std::size_t with_news = 0;
    std::size_t commands = 0;
    /// Runs whose commands were also compared with those that the worker sent.
    std::size_t live = 0;
};

class RandomProgramsOnTheServer : public WorkerTest {
protected:
    RandomProgramsOnTheServer() {
        programs::add_workflows(workflows_);
        workflows_.add(primer, &primer_workflow);
        activities_.add(programs::work,
                        [this](const ActivityContext& context, int input) { return work(context, input); });
        activities_.add(programs::undo_work, [](int) {});
        queue_.engine.max_cached_workflows = 8;  // evictions on the way
        queue_.workflow_threads = 2;
        options_.interceptors.push_back(live_);
    }
    ~RandomProgramsOnTheServer() override { stop(); }

    int work(const ActivityContext& context, int input) {
        const auto [pause, deaf] = throw_dice();
        context.heartbeat();
        deaf ? std::this_thread::sleep_for(pause) : context.sleep(pause);
        const std::lock_guard lock{mutex_};
        return programs::outcome_of_work(chance_, input);
    }
    std::pair<Duration, bool> throw_dice() {
        const std::lock_guard lock{mutex_};
        return {chance_.length() / 2, chance_.below(3) == 0};
    }

    StartOptions start_options() const {
        StartOptions options;
        options.workflow_id = Server::fresh("program");
        options.task_queue = queue_.engine.task_queue;
        options.execution_timeout = 5min;
        return options;
    }

    /// The server needs a moment until workflows may use a new search attribute.
    void prepare() {
        must(add_search_attributes(client_, {{programs::kSteps, SearchAttributeType::Int}}));
        const auto run = must(client_.start(primer, start_options()));
        must(run.result(Deadline::after(60s)));
    }

    static Async<void> disturb(WorkflowHandle<int> run, int way) {
        // A program that has ended meanwhile is not there any more.
        if (way == 0) {
            static_cast<void>(co_await run.cancel("the test cancels"));
        } else if (way == 1) {
            UpdateOptions options;
            static_cast<void>(co_await run.start_update(programs::push, 3, std::move(options)));
        } else {
            static_cast<void>(co_await run.signal(programs::poke, 1));
        }
    }

    Async<void> run_program(std::uint64_t seed) {
        Dice outside{std::mt19937_64{seed}, kLongest};
        const programs::ProgramInput input{.seed = seed * 31 + 7, .longest_ms = kLongest.count()};
        auto options = start_options();
        const auto run = co_await client_.start(programs::program, input, std::move(options));
        if (!run) throw std::runtime_error{run.error().message()};
        const int events = outside.below(6);
        for (int i = 0; i < events; ++i) {
            co_await sleep_for(outside.length());
            co_await disturb(*run, outside.below(5));
        }
        const auto ended = co_await run->result(Deadline::after(6min));
        const bool has_ended = ended || call_failure_of(ended.error());
        EXPECT_TRUE(has_ended) << "seed " << seed << ": " << ended.error().message();
    }
    Async<void> run_programs(std::uint64_t end) {
        while (next_ < end) co_await run_program(next_++);
    }
    void run_all(std::uint64_t first, std::uint64_t count) {
        next_ = first;
        running_ = kRunners;
        for (int i = 0; i < kRunners; ++i) {
            testkit::start(context(), run_programs(first + count), [this] { --running_; });
        }
        testkit::run_until(context(), [this] { return running_ == 0; }, 3600s);
    }

    /// Children and continuations too, once they have ended.
    std::vector<WorkflowSummary> all_runs() {
        const auto ours = "TaskQueue = " + filter_text(queue_.engine.task_queue);
        until([&] { return must(count_workflows(client_, ours + " AND ExecutionStatus = 'Running'")).count == 0; });
        std::vector<WorkflowSummary> all;
        ListWorkflows asked{.query = ours + " AND WorkflowType = 'program'"};
        do {
            auto page = must(list_workflows(client_, asked));
            all.insert(all.end(), page.workflows.begin(), page.workflows.end());
            asked.page = page.next_page;
        } while (!asked.page.empty());
        return all;
    }

    void check(const WorkflowSummary& run) {
        const auto history = must(fetch_history(client_, run.execution));
        const auto fits = testkit::run(context(), replay_as_exported(run.execution.workflow_id, history));
        EXPECT_TRUE(fits) << fits.error().message();
        EXPECT_EQ(broken_task(history.bytes()), "");
        const auto whole = must(player().play(run.execution.workflow_id, history.bytes()));
        ++checked_.runs;
        checked_.commands += commands_of(whole).size();
        for (const auto& prefix : prefixes_of(history.bytes())) check_prefix(run, whole, prefix);
        if (!has_lost_tasks(history.bytes())) check_live(run, commands_of(whole));
    }

    Async<Result<void>> replay_as_exported(std::string workflow_id, History history) {
        auto json = CO_TRY(to_json(history));
        RecordedHistory recorded{std::move(workflow_id), std::move(json)};
        const Replayer replayer{server_.runtime(), workflows_};
        co_return co_await replayer.replay(std::move(recorded));
    }

    void check_prefix(const WorkflowSummary& run, const std::vector<PlayedStep>& whole, const HistoryPrefix& prefix) {
        const auto steps = must(player().play(run.execution.workflow_id, prefix.history));
        ++checked_.prefixes;
        // Not every task has news for the workflow: the engine keeps some, as that a child was asked to end.
        if (!steps.empty() && !steps.back().replayed) ++checked_.with_news;
        const auto different = difference(commands_of(whole), commands_of(steps));
        EXPECT_TRUE(different.empty()) << "the first " << prefix.events << " events, " << different;
    }

    /// What the worker sent is what stands in the history. Others may have ended the run in the meantime.
    void check_live(const WorkflowSummary& run, const std::vector<Command>& replayed) {
        const auto sent = live_->of(run.execution.run_id);
        const bool by_others = run.status == WorkflowStatus::Terminated || run.status == WorkflowStatus::TimedOut;
        const auto different = difference(sent, replayed);
        EXPECT_TRUE(different.empty() || by_others) << "live and replayed, " << different;
        EXPECT_TRUE(sent.size() == replayed.size() || by_others) << sent.size() << " and " << replayed.size();
        ++checked_.live;
    }

    HistoryPlayer player() {
        Instance::Setup setup{server_.name_space(), queue_.engine.task_queue, {}, {}};
        setup.hooks.log = [](log::Level, log::Event, const log::Context&, log::Fields) {};
        return {server_.runtime(), &workflows_, std::move(setup)};
    }
    template <class T>
    T must(Async<Result<T>> work) {
        auto result = testkit::run(context(), std::move(work));
        if (!result) throw std::runtime_error{result.error().message()};
        if constexpr (!std::is_void_v<T>) return *std::move(result);
    }

    Client client_{server_.connection(), {.name_space = server_.name_space(), .timeout = 60s}};
    std::shared_ptr<LiveCommands> live_ = std::make_shared<LiveCommands>();
    std::mutex mutex_;
    Dice chance_{std::mt19937_64{1}, kLongest};
    Checked checked_;
    /// The seed of the program that comes next, and who is still at it.
    std::uint64_t next_ = 0;
    int running_ = 0;
};

TEST_F(RandomProgramsOnTheServer, ask_for_the_same_again_from_every_prefix_of_their_histories) {
    const auto first = testkit::announced_seed("random programs on the server");
    const std::uint64_t count = testkit::full_size() ? 120 : 10;
    chance_.engine.seed(first);
    begin();
    prepare();
    run_all(first, count);
    for (const auto& run : all_runs()) {
        SCOPED_TRACE(run.execution.workflow_id + " " + run.execution.run_id);
        check(run);
    }
    stop();
    testkit::report({"random programs on the server", static_cast<double>(count), "programs", 100, count >= 100});
    testkit::report({"their runs, with children and continuations", static_cast<double>(checked_.runs), "runs"});
    testkit::report(
        {"their histories replayed up to a workflow task", static_cast<double>(checked_.prefixes), "prefixes"});
    testkit::report({"commands compared with the worker's own", static_cast<double>(checked_.live), "runs"});
    EXPECT_GE(checked_.runs, count);
    EXPECT_GT(checked_.prefixes, 2 * count);
    EXPECT_GT(checked_.with_news, checked_.prefixes / 2);
    EXPECT_GT(checked_.live, 0);
}

}  // namespace
}  // namespace acervo::temporal
