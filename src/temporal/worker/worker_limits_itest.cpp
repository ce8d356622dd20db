// What is large: signals by the thousand to one workflow, histories that near the server's limit.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string_view>

#include "temporal/worker/worker.hpp"
#include "temporal/worker/worker_fixture.hpp"

namespace acervo::temporal {
namespace {

using namespace std::chrono_literals;

bool full_size() {
    const char* const text = std::getenv("ACERVO_FULL");  // NOLINT(concurrency-mt-unsafe): nothing sets it here
    return text != nullptr && std::string_view{text} == "1";
}

const Workflow<int(int)> counter{"counter"};
const Workflow<int(int)> chronicle{"chronicle"};
const Activity<void()> note{"note", {.start_to_close_timeout = 20s}};
const Signal<int> add{"add"};
const Workflow<std::int64_t(std::int64_t)> hoarder{"hoarder"};
const Query<std::int64_t()> history_length{"history_length"};
const Signal<> go_on{"go_on"};

struct Counted {
    int seen = 0;
    bool in_order = true;
};

/// Ends after so many signals: positive when they came in the order in which they were sent.
Task<int> count_signals(Context ctx, int wanted) {
    auto& counted = ctx.make<Counted>();
    ctx.on(add, [&counted](int number) { counted.in_order &= number == ++counted.seen; });
    co_await ctx.wait([&counted, wanted] { return counted.seen == wanted; });
    co_return counted.in_order ? counted.seen : -counted.seen;
}

/// Works until the server suggests to continue as new; answers how many runs that took.
Task<int> write_until_it_is_long(Context ctx, int runs) {
    constexpr int kAtOnce = 250;
    while (!ctx.info().continue_as_new_suggested) {
        for (int i = 0; i < kAtOnce; ++i) ctx.upsert_memo("count", i);
        co_await ctx.run(note);
    }
    if (runs > 1) ctx.continue_as_new(chronicle, runs - 1);
    co_return static_cast<int>(ctx.info().history_length);
}

struct Hoard {
    std::int64_t length = 0;
    bool goes_on = false;
};

/// Fills its history up to so many events against the suggestion, waits to be told, and then continues as new; the next
/// run answers how long the history was.
Task<std::int64_t> fill_the_history(Context ctx, std::int64_t events) {
    constexpr int kAtOnce = 500;
    if (events < 0) co_return -events;
    auto& hoard = ctx.make<Hoard>();
    ctx.on(history_length, hoard, [](const Hoard& now) { return now.length; });
    ctx.on(go_on, [&hoard] { hoard.goes_on = true; });
    while (ctx.info().history_length + kAtOnce < events) {
        for (int i = 0; i < kAtOnce; ++i) ctx.upsert_memo("count", i);
        co_await ctx.sleep(1ms);
    }
    hoard.length = ctx.info().history_length;
    co_await ctx.wait([&hoard] { return hoard.goes_on; });
    if (!ctx.info().continue_as_new_suggested) co_return 0;
    ctx.continue_as_new(hoarder, -hoard.length);
}

class WorkerLimits : public WorkerTest {
protected:
    WorkerLimits() {
        workflows_.add(counter, &count_signals);
        workflows_.add(hoarder, &fill_the_history);
        workflows_.add(chronicle, &write_until_it_is_long);
        activities_.add(note, [] {});
        queue_.engine.activity_pollers = Pollers::fixed(10);
    }
};

TEST_F(WorkerLimits, thousands_of_signals_reach_one_workflow_in_their_order) {
    const int count = full_size() ? 10'000 : 300;
    const auto run = start(counter, count);
    for (int i = 1; i <= count / 2; ++i) signal(run, add, i);  // waiting, when the worker comes
    begin();
    for (int i = count / 2 + 1; i <= count; ++i) signal(run, add, i);
    EXPECT_EQ(result_of<int>(run), count);
    EXPECT_THAT(task_failures(run), ::testing::IsEmpty());
}

TEST_F(WorkerLimits, a_long_history_is_told_to_continue_as_new) {
    begin();
    const auto run = start(chronicle, full_size() ? 2 : 1);
    const auto length = result_of<int>(run);
    EXPECT_GT(length, 1'000);
    EXPECT_LT(length, 51'200) << "told too late";
}

TEST_F(WorkerLimits, a_history_near_its_end_is_replayed_whole_and_can_still_continue_as_new) {
    const std::int64_t events = full_size() ? 51'000 : 6'000;
    begin();
    const auto run = start(hoarder, events);
    until([&] { return query(run, history_length) > 0; });
    stop();
    begin();  // knows nothing of the run
    const auto filled = query(run, history_length);
    EXPECT_GT(filled, events - 1'000);
    signal(run, go_on);
    EXPECT_EQ(result_of<std::int64_t>(run), filled) << "zero: nothing was suggested";
}

}  // namespace
}  // namespace acervo::temporal
