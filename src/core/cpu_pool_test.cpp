#include "core/cpu_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <latch>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "core/task_group.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// Holds the jobs of a pool until it is opened.
class Gate {
public:
    void open() { opened_.count_down(); }
    void pass() {
        ++waiting_;
        opened_.wait();
    }
    int waiting() const { return waiting_; }

private:
    std::latch opened_{1};
    std::atomic<int> waiting_{0};
};

void wait_until(const std::function<bool()>& holds) {
    for (int i = 0; i < 60'000 && !holds(); ++i) std::this_thread::sleep_for(1ms);
    ASSERT_TRUE(holds());
}

TEST(CpuPool, runs_on_another_thread_and_resumes_on_the_callers) {
    asio::io_context context;
    CpuPool pool{1, 1};
    const auto here = std::this_thread::get_id();
    auto there = [] { return std::this_thread::get_id(); };
    EXPECT_NE(testkit::run(context, pool.run(std::move(there))), here);

    auto resumed_on = [](CpuPool& on) -> Async<std::thread::id> {
        auto nothing = [] {};
        co_await on.run(std::move(nothing));
        co_return std::this_thread::get_id();
    };
    EXPECT_EQ(testkit::run(context, resumed_on(pool)), here);
}

TEST(CpuPool, answers_values_results_and_nothing) {
    asio::io_context context;
    CpuPool pool{1, 1};
    EXPECT_EQ(testkit::run(context, pool.run([] { return std::string{"a"}; })), "a");
    EXPECT_EQ(testkit::run(context, pool.run([]() -> Result<int> { return 7; })), 7);
    const auto failed =
        testkit::run(context, pool.run([]() -> Result<int> { return fail(ErrorKind::NotFound, "no"); }));
    EXPECT_EQ(failed.error().kind(), ErrorKind::NotFound);
    EXPECT_TRUE(testkit::run(context, pool.run([] {})));
    auto owner = [owned = std::make_unique<int>(5)] { return *owned; };
    EXPECT_EQ(testkit::run(context, pool.run(std::move(owner))), 5);
}

TEST(CpuPool, throws_to_the_caller_what_the_job_throws) {
    asio::io_context context;
    CpuPool pool{1, 1};
    EXPECT_THROW(
        static_cast<void>(testkit::run(context, pool.run([]() -> int { throw std::runtime_error{"broken"}; }))),
        std::runtime_error);
    EXPECT_EQ(testkit::run(context, pool.run([] { return 7; })), 7) << "the thread lives on";
}

Async<void> pass_gate(CpuPool& pool, Gate& gate, int& passed) {
    auto pass = [&gate] { gate.pass(); };
    const auto ended = co_await pool.run(std::move(pass));
    if (ended) ++passed;
}

TEST(CpuPool, refuses_at_once_when_the_queue_is_full) {
    asio::io_context context;
    Gate gate;
    CpuPool pool{2, 3};
    TaskGroup callers{context.get_executor()};
    int passed = 0;
    for (int i = 0; i < 5; ++i) callers.spawn("pass", pass_gate(pool, gate, passed));
    context.poll();
    wait_until([&] { return gate.waiting() == 2; });

    const auto refused = testkit::run(context, pool.run([] {}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind(), ErrorKind::Unavailable);
    EXPECT_EQ(refused.error().retry_after(), 1s);

    gate.open();
    testkit::run(context, callers.join());
    EXPECT_EQ(passed, 5);
    EXPECT_TRUE(testkit::run(context, pool.run([] {}))) << "there is room again";
}

TEST(CpuPool, ends_what_runs_and_drops_what_waits_when_it_is_destroyed) {
    asio::io_context context;
    Gate gate;
    auto pool = std::make_unique<CpuPool>(1, 8);
    TaskGroup callers{context.get_executor()};
    int passed = 0;
    for (int i = 0; i < 4; ++i) callers.spawn("pass", pass_gate(*pool, gate, passed));
    context.poll();
    wait_until([&] { return gate.waiting() == 1; });
    {
        std::jthread opener{[&] { gate.open(); }};
        pool.reset();
    }
    testkit::run(context, callers.join());
    EXPECT_LE(gate.waiting(), 4);
    EXPECT_EQ(passed, gate.waiting()) << "each caller heard the truth";
    EXPECT_GE(passed, 1);
}

TEST(CpuPool, lets_go_of_a_loop_that_has_cancelled_its_callers) {
    Gate gate;
    CpuPool pool{2, 8};
    int passed = 0;
    {
        asio::io_context context;
        TaskGroup callers{context.get_executor()};
        for (int i = 0; i < 6; ++i) callers.spawn("pass", pass_gate(pool, gate, passed));
        context.poll();
        wait_until([&] { return gate.waiting() == 2; });
        callers.cancel();
        testkit::run(context, callers.join());
    }
    gate.open();  // the two jobs end when the loop of their callers is gone
    asio::io_context other;
    testkit::run(other, pool.run([] {}));
    EXPECT_EQ(passed, 0);
    EXPECT_EQ(gate.waiting(), 2) << "what nobody waits for any more is not begun";
}

TEST(CpuPool, gives_the_place_of_a_cancelled_caller_to_the_next) {
    asio::io_context context;
    Gate gate;
    CpuPool pool{1, 1};
    TaskGroup running{context.get_executor()};
    int passed = 0;
    running.spawn("run", pass_gate(pool, gate, passed));
    context.poll();
    wait_until([&] { return gate.waiting() == 1; });
    for (int i = 0; i < 3; ++i) {
        TaskGroup waiting{context.get_executor()};
        waiting.spawn("wait", pass_gate(pool, gate, passed));
        context.poll();
        EXPECT_FALSE(testkit::run(context, pool.run([] {}))) << "the only place is taken";
        waiting.cancel();
        testkit::run(context, waiting.join());
    }
    gate.open();
    testkit::run(context, running.join());
    EXPECT_EQ(passed, 1);
    EXPECT_TRUE(testkit::run(context, pool.run([] {})));
}

/// Loops end while jobs of theirs are being finished on the pool's threads.
TEST(CpuPool, and_loops_may_end_at_any_moment) {
    CpuPool pool{3, 100};
    const auto live = [&pool] {
        for (int round = 0; round < 200; ++round) {
            asio::io_context context;
            TaskGroup callers{context.get_executor()};
            for (int i = 0; i < 4; ++i) {
                callers.spawn("run", [](CpuPool& on) -> Async<void> {
                    auto nothing = [] {};
                    for (;;) co_await on.run(nothing);
                }(pool));
            }
            for (int i = 0; i < round % 7; ++i) context.poll();
            callers.cancel();
            testkit::run(context, callers.join());
        }
    };
    const std::jthread first{live};
    const std::jthread second{live};
}

TEST(CpuPool, lets_an_event_loop_wait_for_its_answer) {
    asio::io_context context;
    CpuPool pool{1, 1};
    bool ended = false;
    testkit::start(
        context,
        [](CpuPool& on) -> Async<void> {
            auto slow = [] { std::this_thread::sleep_for(20ms); };
            co_await on.run(std::move(slow));
        }(pool),
        [&ended] { ended = true; });
    context.run();  // returns when nothing is left to wait for
    EXPECT_TRUE(ended);
}

Async<void> add_many(CpuPool& pool, std::atomic<int>& total) {
    for (int i = 0; i < 50; ++i) {
        auto add = [&total] { ++total; };
        while (!co_await pool.run(add)) std::this_thread::yield();
    }
}

TEST(CpuPool, serves_several_event_loops_at_once) {
    std::deque<asio::io_context> contexts(4);  // they outlive the pool
    CpuPool pool{3, 2};
    std::atomic<int> total{0};
    {
        std::vector<std::jthread> loops;
        loops.reserve(4);
        for (auto& context : contexts) {
            loops.emplace_back([&] {
                TaskGroup callers{context.get_executor()};
                for (int i = 0; i < 4; ++i) callers.spawn("add", add_many(pool, total));
                testkit::run(context, callers.join());
            });
        }
    }
    EXPECT_EQ(total, 800);
}

}  // namespace
}  // namespace acervo
