#include "temporal/worker/sample_workflows.hpp"

#include "core/sleep.hpp"
#include "temporal/workflow/saga.hpp"

namespace acervo::temporal::samples {

using namespace std::chrono_literals;

namespace {

Task<std::string> hello_workflow(Context ctx, std::string name) { co_return co_await ctx.run(greet, name); }

Task<int> persistent_workflow(Context ctx, int attempts) {
    ActivityOptions options = succeed_at.options();
    options.retry_policy.emplace().initial_interval = 10ms;
    co_return co_await ctx.run(succeed_at, attempts, options);
}

Task<std::int64_t> clockwork_workflow(Context ctx) {
    const auto began = ctx.now();
    co_await ctx.sleep(300ms);
    co_await ctx.all(ctx.sleep(200ms), ctx.sleep(100ms));
    co_return std::chrono::duration_cast<std::chrono::milliseconds>(ctx.now() - began).count();
}

Task<std::string> clockwork_long_workflow(Context ctx) {
    co_await ctx.sleep(4s);
    co_await ctx.sleep(1s);
    co_return "on time";
}

Task<std::string> listener_workflow(Context ctx) {
    auto& text = ctx.make<std::string>();
    ctx.on(say, [&text](const std::string& word) { text += (text.empty() ? "" : " ") + word; });
    ctx.on(heard, text, [](const std::string& all) { return all; });
    auto& finished = ctx.make<bool>(false);
    ctx.on(finish, [&finished] { finished = true; });
    co_await ctx.wait([&finished] { return finished; });
    co_return text;
}

Task<std::vector<std::string>> ledger_workflow(Context ctx) {
    auto& entries = ctx.make<std::vector<std::string>>();
    const auto write = [&entries](std::string entry) {
        entries.push_back(std::move(entry));
        return static_cast<int>(entries.size());
    };
    const auto check = [](const std::string& entry) {
        if (entry.empty()) throw ApplicationFailure{FailureType{"Empty"}, "an entry is not empty"};
    };
    ctx.on(enter, write, check);
    co_await ctx.wait([&entries] { return entries.size() == 2; });
    co_return entries;
}

Task<std::string> parent_workflow(Context ctx, std::string name) {
    ChildOptions options;
    options.workflow_id = ctx.info().workflow_id() + "-child";
    const auto child = co_await ctx.start_child(listener, options);
    co_await child.signal(say, name);
    co_await ctx.external(options.workflow_id).signal(finish);
    const auto said = co_await child.result();
    co_return said + ", " + co_await ctx.run(hello, name);
}

Task<int> relay_workflow(Context ctx, int left) {
    if (left == 0) co_return ctx.info().start.continued_from_run_id.empty() ? -1 : 0;
    co_await ctx.sleep(1ms);
    ctx.continue_as_new(relay, left - 1);
}

Task<int> nearby_workflow(Context ctx, int attempts) {
    LocalActivityOptions options;
    options.start_to_close_timeout = 20s;
    options.retry_policy.emplace().initial_interval = 10ms;
    const int first = co_await ctx.run_local(succeed_at, 1, options);
    options.retry_policy->initial_interval = 300ms;
    // Longer pauses are timers of the workflow.
    options.local_retry_threshold = 100ms;
    co_return first + co_await ctx.run_local(succeed_at, attempts, options);
}

Task<std::string> toiler_workflow(Context ctx) {
    const auto worked = co_await ctx.run(toil).settled();
    if (!worked.was_cancelled()) co_return "?";
    co_return "the activity gave in";
}

Task<std::string> side_by_side_workflow(Context ctx) {
    const auto [one, two] = co_await ctx.all(ctx.run(greet, "one"), ctx.run(greet, "two"));
    auto toiling = ctx.run(toil);
    const auto first = co_await ctx.race(toiling, ctx.run(greet, "three"));
    co_await toiling.settled();
    co_return one + two + std::get<1>(first);
}

Task<std::string> patched_workflow(Context ctx) {
    if (ctx.patched("politeness")) co_return co_await ctx.run(greet, "dear reader");
    co_return "old";
}

Task<void> refuser_workflow(Context ctx) {
    ctx.upsert_memo("mood", std::string{"bad"});
    co_await ctx.sleep(1ms);
    throw ApplicationFailure{FailureType{"Refused"}, "I do not want to"}.not_retryable();
}

Task<std::string> chance_workflow(Context ctx) {
    const auto before = ctx.uuid().to_string();
    co_await ctx.sleep(1ms);
    co_return before + "/" + std::to_string(ctx.random());
}

Task<void> book(Context ctx, Saga saga, int seats) {
    saga.undo(greet, "cancel the hotel");
    co_await ctx.run(greet, "book a hotel");
    if (seats == 0) throw ApplicationFailure{FailureType{"NoSeat"}, "no seat is left"};
    co_await ctx.run(greet, "book a seat");
}

Task<void> trip_workflow(Context ctx, int seats) {
    Saga saga{ctx};
    co_await saga.run(book(ctx, saga, seats));
}

Async<void> toil_until_cancelled(ActivityContext context) {
    for (int i = 0;; ++i) {
        context.heartbeat(i);
        co_await sleep_for(50ms);
    }
}

}  // namespace

void add_workflows(Registry& registry) {
    registry.add(hello, &hello_workflow)
        .add(persistent, &persistent_workflow)
        .add(clockwork, &clockwork_workflow)
        .add(clockwork_long, &clockwork_long_workflow)
        .add(listener, &listener_workflow)
        .add(ledger, &ledger_workflow)
        .add(parent, &parent_workflow)
        .add(relay, &relay_workflow)
        .add(nearby, &nearby_workflow)
        .add(toiler, &toiler_workflow)
        .add(side_by_side, &side_by_side_workflow)
        .add(patched, &patched_workflow)
        .add(refuser, &refuser_workflow)
        .add(chance, &chance_workflow)
        .add(trip, &trip_workflow);
}

void add_activities(ActivityRegistry& registry) {
    registry.add(greet, [](const std::string& name) { return "Hello " + name; });
    registry.add(toil, &toil_until_cancelled);
    registry.add(succeed_at, [](const ActivityContext& context, int attempts) {
        const auto attempt = static_cast<int>(context.info().attempt());
        if (attempt < attempts) throw std::runtime_error{"attempt " + std::to_string(attempt) + " does not do it"};
        return attempt;
    });
}

}  // namespace acervo::temporal::samples
