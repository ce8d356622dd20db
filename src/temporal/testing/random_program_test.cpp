// Random workflow programs, run with random signals, cancellations and failures, then played again from their history
// in full and in every prefix: the commands must be the same. 200 programs; 5,000 with ACERVO_FULL=1. A program that
// fails is played alone with ACERVO_SEED=<its seed>.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "temporal/testing/environment.hpp"
#include "temporal/workflow/saga.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

inline const Activity<int(int)> work{"work", {.start_to_close_timeout = 20s}};
inline const Activity<void(int)> undo_work{"undo_work", {.start_to_close_timeout = 20s}};
inline const Workflow<int(std::uint64_t, int)> program{"program"};
inline const Signal<int> poke{"poke"};
inline const Update<int(int)> push{"push"};

/// Decides what a program does next. Its numbers come from the input, so they are the same in a replay.
struct Dice {
    std::mt19937_64 engine;
    int below(int end) { return static_cast<int>(engine() % static_cast<std::uint64_t>(end)); }
    Duration length() { return std::chrono::milliseconds{1 + below(30'000)}; }
};

struct ProgramState {
    Dice dice;
    int pokes = 0;
    int pushed = 0;
    int depth = 0;
    int result = 0;
};

Task<int> random_steps(Context ctx, ProgramState* state, int count, int depth);

ActivityOptions random_options(Dice& dice) {
    ActivityOptions options = work.options();
    options.cancellation_type = static_cast<ActivityCancellationType>(dice.below(3));
    RetryPolicy policy;
    policy.maximum_attempts = 1 + dice.below(4);
    options.retry_policy = policy;
    if (dice.below(4) == 0) options.schedule_to_close_timeout = dice.length();
    return options;
}

LocalActivityOptions random_local_options(Dice& dice) {
    LocalActivityOptions options;
    options.start_to_close_timeout = 20s;
    RetryPolicy policy;
    policy.maximum_attempts = 1 + dice.below(4);
    policy.initial_interval = dice.length();
    options.retry_policy = policy;
    options.local_retry_threshold = 10s;
    return options;
}

Task<int> book(Context ctx, Saga saga, ProgramState* state) {
    const int booked = state->dice.below(3) + 1;
    for (int i = 0; i < booked; ++i) {
        saga.undo(undo_work, i);
        co_await ctx.run(work, i, random_options(state->dice));
    }
    co_return booked;
}

Task<int> run_side_by_side(Context ctx, ProgramState* state, int depth) {
    std::vector<Task<int>> tasks;
    const int width = 1 + state->dice.below(3);
    for (int i = 0; i < width; ++i) tasks.push_back(random_steps(ctx, state, 1 + state->dice.below(2), depth + 1));
    const int way = state->dice.below(3);
    if (way == 0) {
        int sum = 0;
        for (const int value : co_await ctx.all(std::move(tasks))) sum += value;
        co_return sum;
    }
    const auto winner = way == 1 ? co_await ctx.race(std::move(tasks)) : co_await ctx.any(std::move(tasks));
    co_return winner.value + static_cast<int>(winner.index);
}

Task<int> run_in_scope(Context ctx, ProgramState* state) {
    const auto scope = ctx.scope_below();
    const auto working = scope.run(work, 1, random_options(state->dice));
    const auto sleeping = scope.sleep(state->dice.length());
    co_await ctx.sleep(state->dice.length());
    scope.cancel("the program decided so");
    const auto worked = co_await working.settled();
    const auto slept = co_await sleeping.settled();
    co_return (worked ? 1 : 0) + (slept ? 2 : 0);
}

Task<int> run_child(Context ctx, ProgramState* state, int depth) {
    ChildOptions options;
    options.cancellation_type = static_cast<ChildCancellationType>(state->dice.below(4));
    options.parent_close_policy = static_cast<ParentClosePolicy>(state->dice.below(4));
    const auto child = co_await ctx.start_child(program, state->dice.engine(), depth + 1, options);
    if (state->dice.below(2) == 0) co_await child.signal(poke, 1);
    if (state->dice.below(4) == 0) co_return 0;  // left alone
    co_return co_await child.result();
}

Task<int> one_step(Context ctx, ProgramState* state, int depth) {
    auto& dice = state->dice;
    switch (dice.below(depth < 2 ? 13 : 9)) {
        case 0:
            co_await ctx.sleep(dice.length());
            co_return 1;
        case 1:
            co_return co_await ctx.run(work, dice.below(10), random_options(dice));
        case 2:
            co_return co_await ctx.run_local(work, dice.below(10), random_local_options(dice));
        case 3: {
            const int wanted = state->pokes + 1;
            const bool came = co_await ctx.wait([state, wanted] { return state->pokes >= wanted; }, dice.length());
            co_return came ? 5 : 6;
        }
        case 4:
            co_return ctx.patched("patch-" + std::to_string(dice.below(3))) ? 1 : 0;
        case 5:
            ctx.upsert(whole_number("Steps").is(state->result));
            co_return static_cast<int>(ctx.random_below(100));
        case 6: {
            const auto clean_up = ctx.shielded(random_steps(ctx, state, 1, 2));
            co_return co_await clean_up;
        }
        case 7:
            co_return co_await run_in_scope(ctx, state);
        case 8: {
            const auto beside = ctx.spawn(random_steps(ctx, state, 1, 2));
            co_await ctx.sleep(dice.length());
            if (dice.below(2) == 0) beside.cancel();
            const auto outcome = co_await beside.settled();
            co_return outcome ? *outcome : -1;
        }
        case 9:
            co_return co_await run_child(ctx, state, depth);
        case 10: {
            Saga saga{ctx};
            co_return co_await saga.run(book(ctx, saga, state));
        }
        default:
            co_return co_await run_side_by_side(ctx, state, depth);
    }
}

Task<int> random_steps(Context ctx, ProgramState* state, int count, int depth) {
    int sum = 0;
    for (int i = 0; i < count; ++i) {
        const auto step = ctx.spawn(one_step(ctx, state, depth));
        const auto outcome = co_await step.settled();
        if (outcome) {
            sum += *outcome;
        } else if (outcome.was_cancelled() || state->dice.below(4) == 0) {
            outcome.value();  // throws
        }
    }
    co_return sum;
}

Task<int> slow_push(Context ctx, ProgramState* state, int amount) {
    co_await ctx.sleep(state->dice.length());
    co_return state->pushed += amount;
}

Task<int> program_workflow(Context ctx, std::uint64_t seed, int depth) {
    auto& state = ctx.make<ProgramState>();
    state.dice.engine.seed(seed);
    ctx.on(poke, [&state](int amount) { state.pokes += amount; });
    ctx.on(push, [ctx, &state](int amount) { return slow_push(ctx, &state, amount); });
    state.result = co_await random_steps(ctx, &state, 1 + state.dice.below(depth == 0 ? 6 : 2), depth);
    if (depth == 0 && ctx.info().start.continued_from_run_id.empty() && state.dice.below(6) == 0) {
        ctx.continue_as_new(program, state.dice.engine(), depth);
    }
    co_return state.result;
}

class Trial {
public:
    explicit Trial(std::uint64_t seed) : outside_{std::mt19937_64{seed}}, env_{registry(), options(seed)} {
        env_.fake(work, [this](const testing::FakeCall&, int input) { return play(input); }, fake_options());
        env_.fake(undo_work, [](int) {});
        run_.emplace(env_.start(program, seed * 31 + 7, 0));
        const int events = outside_.below(6);
        for (int i = 0; i < events; ++i) env_.after(outside_.length(), [this] { disturb(); });
    }

    /// Runs to the end, or until nothing moves any more, and plays every run of it again.
    void check() {
        while (env_.simulation().step()) {
        }
        for (const auto& run : env_.simulation().runs()) {
            ASSERT_FALSE(run->task_failure) << describe(*run->task_failure);
            const auto same = testing::replay_every_prefix(registry(), run->history);
            ASSERT_TRUE(same) << same.error().message();
        }
    }
    std::size_t commands() {
        std::size_t count = 0;
        for (const auto& run : env_.simulation().runs()) {
            for (const auto& step : run->history.steps) count += step.commands.size();
        }
        return count;
    }

private:
    static const Registry& registry() {
        static const Registry all = [] {
            Registry made;
            made.add(program, &program_workflow);
            return made;
        }();
        return all;
    }
    static testing::Simulation::Options options(std::uint64_t seed) {
        testing::Simulation::Options chosen;
        chosen.seed = seed;
        return chosen;
    }
    testing::FakeOptions fake_options() {
        return {.takes = outside_.length(), .ignores_cancellation = outside_.below(3) == 0};
    }
    int play(int input) {
        switch (outside_.below(5)) {
            case 0:
                throw std::runtime_error{"bad luck"};
            case 1:
                throw ApplicationFailure{FailureType{"Hopeless"}, "no use"}.not_retryable();
            default:
                return input;
        }
    }
    void disturb() {
        switch (outside_.below(4)) {
            case 0:
                return run_->cancel();
            case 1:
                static_cast<void>(run_->update(push, 3));
                return;
            case 2:
                if (run_->task_failure().empty() && run_->status() == testing::RunStatus::Running) {
                    const auto same = run_->evict();
                    EXPECT_TRUE(same) << same.error().message();
                }
                return;
            default:
                return run_->signal(poke, 1);
        }
    }

    Dice outside_;
    testing::TestEnvironment env_;
    std::optional<testing::TestRun<int>> run_;
};

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

TEST(RandomPrograms, ask_for_the_same_again_in_every_replay) {
    const bool full = number_from("ACERVO_FULL", 0) != 0;
    const auto only = number_from("ACERVO_SEED", 0);
    const auto first = only != 0 ? only : 1 + std::random_device{}() % 1'000'000'000;
    const std::uint64_t programs = only != 0 ? 1 : full ? 5'000 : 200;
    std::printf("programs from seed %llu\n", static_cast<unsigned long long>(first));
    std::size_t commands = 0;
    for (std::uint64_t seed = first; seed < first + programs; ++seed) {
        SCOPED_TRACE("ACERVO_SEED=" + std::to_string(seed));
        Trial trial{seed};
        trial.check();
        if (HasFatalFailure() || HasNonfatalFailure()) return;
        commands += trial.commands();
    }
    std::printf("%llu programs, %zu commands\n", static_cast<unsigned long long>(programs), commands);
    EXPECT_GT(commands, programs) << "programs that ask for nothing prove nothing";
}

}  // namespace
}  // namespace acervo::temporal
