#include "temporal/testing/random_program.hpp"

#include <stdexcept>

#include "temporal/workflow/saga.hpp"

namespace acervo::temporal::programs {

namespace {

using namespace std::chrono_literals;

struct ProgramState {
    ProgramInput input;
    Dice dice;
    int pokes = 0;
    int pushed = 0;
    int result = 0;
};

Task<int> random_steps(Context ctx, ProgramState* state, int count, int depth);

ActivityOptions random_options(Dice& dice) {
    ActivityOptions options = work.options();
    options.cancellation_type = static_cast<ActivityCancellationType>(dice.below(3));
    RetryPolicy policy;
    policy.maximum_attempts = 1 + dice.below(4);
    policy.initial_interval = dice.length();
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
    options.local_retry_threshold = dice.longest / 3;
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

ProgramInput input_of_child(ProgramState* state, int depth) {
    return {.seed = state->dice.engine(), .depth = depth + 1, .longest_ms = state->input.longest_ms};
}

Task<int> run_child(Context ctx, ProgramState* state, int depth) {
    ChildOptions options;
    options.cancellation_type = static_cast<ChildCancellationType>(state->dice.below(4));
    options.parent_close_policy = static_cast<ParentClosePolicy>(state->dice.below(4));
    const auto input = input_of_child(state, depth);
    const auto child = co_await ctx.start_child(program, input, options);
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
            ctx.upsert(whole_number(kSteps).is(state->result));
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

Task<int> program_workflow(Context ctx, ProgramInput input) {
    auto& state = ctx.make<ProgramState>();
    state.input = input;
    state.dice.engine.seed(input.seed);
    state.dice.longest = std::chrono::milliseconds{input.longest_ms};
    ctx.on(poke, [&state](int amount) { state.pokes += amount; });
    ctx.on(push, [ctx, &state](int amount) { return slow_push(ctx, &state, amount); });
    const int count = 1 + state.dice.below(input.depth == 0 ? 6 : 2);
    state.result = co_await random_steps(ctx, &state, count, input.depth);
    const bool is_first = input.depth == 0 && ctx.info().start.continued_from_run_id.empty();
    if (is_first && state.dice.below(6) == 0) {
        input.seed = state.dice.engine();
        ctx.continue_as_new(program, input);
    }
    co_return state.result;
}

}  // namespace

void add_workflows(Registry& registry) { registry.add(program, &program_workflow); }

int outcome_of_work(Dice& chance, int input) {
    switch (chance.below(5)) {
        case 0:
            throw std::runtime_error{"bad luck"};
        case 1:
            throw ApplicationFailure{FailureType{"Hopeless"}, "no use"}.not_retryable();
        default:
            return input;
    }
}

}  // namespace acervo::temporal::programs
