#include "temporal/activity/activity_threads.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <latch>
#include <thread>

#include "temporal/payload/failures.hpp"
#include "testkit/run.hpp"

namespace acervo::temporal {
namespace {

namespace asio = boost::asio;

Async<void> count_up(ActivityThreads* threads, std::atomic<int>* inside, std::atomic<int>* most, int* done) {
    auto work = [inside, most] {
        const int now = ++*inside;
        int seen = most->load();
        while (now > seen && !most->compare_exchange_weak(seen, now)) {
        }
        std::this_thread::yield();
        --*inside;
    };
    co_await threads->run(work);
    ++*done;
}

Async<void> note_the_failure(ActivityThreads* threads, std::function<void()> work, std::string* type) {
    try {
        co_await threads->run(std::move(work));
    } catch (const ApplicationFailure& failure) {
        *type = failure.type();
    }
}

TEST(ActivityThreads, run_all_work_and_never_more_at_once_than_the_limit) {
    asio::io_context context;
    ActivityThreads threads{3};
    std::atomic<int> inside{0};
    std::atomic<int> most{0};
    int done = 0;
    for (int i = 0; i < 200; ++i) asio::co_spawn(context, count_up(&threads, &inside, &most, &done), asio::detached);
    testkit::run_until(context, [&done] { return done == 200; });
    EXPECT_LE(most, 3);
    EXPECT_EQ(threads.running(), 0U);
}

TEST(ActivityThreads, pass_on_what_the_work_throws) {
    asio::io_context context;
    ActivityThreads threads{1};
    auto throws = [](ActivityThreads* pool) -> Async<int> {
        auto work = []() -> int { throw std::runtime_error{"no"}; };
        co_return co_await pool->run(work);
    };
    EXPECT_THROW(testkit::run(context, throws(&threads)), std::runtime_error);
}

TEST(ActivityThreads, leave_behind_work_that_does_not_end_and_what_waits_for_it) {
    asio::io_context context;
    const auto release = std::make_shared<std::latch>(1);
    const auto over = std::make_shared<std::latch>(1);
    std::string first;
    std::string second;
    {
        ActivityThreads threads{1};
        auto stuck = [release, over] {
            release->wait();
            over->count_down();
        };
        asio::co_spawn(context, note_the_failure(&threads, stuck, &first), asio::detached);
        testkit::run_until(context, [&threads] { return threads.running() == 1; });
        asio::co_spawn(context, note_the_failure(&threads, [] {}, &second), asio::detached);
        context.poll();
        threads.leave_behind();
        testkit::run_until(context, [&] { return !first.empty() && !second.empty(); });
    }
    EXPECT_EQ(first, "WorkerShutdown");
    EXPECT_EQ(second, "WorkerShutdown");
    release->count_down();
    over->wait();
}

}  // namespace
}  // namespace acervo::temporal
