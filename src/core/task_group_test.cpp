#include "core/task_group.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "core/cancellation.hpp"
#include "core/log.hpp"
#include "core/sleep.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto kNever = 1h;

struct Counts {
    int begun{0};
    int finished{0};
    int gone{0};
};

class Leaving {
public:
    explicit Leaving(Counts& counts) : counts_{counts} { ++counts_.begun; }
    ~Leaving() { ++counts_.gone; }
    Leaving(const Leaving&) = delete;
    Leaving& operator=(const Leaving&) = delete;

private:
    Counts& counts_;
};

Async<void> wait_for(std::chrono::milliseconds duration, Counts& counts) {
    const Leaving leaving{counts};
    co_await sleep_for(duration);
    ++counts.finished;
}

Async<void> break_down(std::string reason) {
    co_await sleep_for(1ms);
    throw std::runtime_error{reason};
}

Async<void> break_down_when_cancelled() {
    try {
        co_await sleep_for(kNever);
    } catch (const std::exception&) {
        throw std::runtime_error{"second"};
    }
}

Async<void> spawn_more(TaskGroup& group, int depth, Counts& counts) {
    const Leaving leaving{counts};
    co_await sleep_for(1ms);
    if (depth > 0) group.spawn("more", spawn_more(group, depth - 1, counts));
}

class TaskGroupTest : public testing::Test {
protected:
    asio::io_context context;
    Counts counts;
};

TEST_F(TaskGroupTest, joins_all_tasks) {
    TaskGroup group{context.get_executor()};
    for (int i = 0; i < 10; ++i) group.spawn("wait", wait_for(std::chrono::milliseconds{i}, counts));
    EXPECT_EQ(group.size(), 10U);
    EXPECT_EQ(counts.begun, 0) << "a task begins after spawn";
    testkit::run(context, group.join());
    EXPECT_EQ(counts.finished, 10);
    EXPECT_EQ(group.size(), 0U);
}

TEST_F(TaskGroupTest, joins_at_once_when_there_is_nothing) {
    TaskGroup group{context.get_executor()};
    testkit::run(context, group.join());
}

TEST_F(TaskGroupTest, waits_for_tasks_that_were_spawned_by_tasks) {
    TaskGroup group{context.get_executor()};
    group.spawn("more", spawn_more(group, 5, counts));
    testkit::run(context, group.join());
    EXPECT_EQ(counts.gone, 6);
}

TEST_F(TaskGroupTest, cancels_the_others_when_one_fails_and_throws_its_exception) {
    TaskGroup group{context.get_executor()};
    group.spawn("wait", wait_for(kNever, counts));
    group.spawn("break", break_down("first"));
    try {
        testkit::run(context, group.join());
        FAIL() << "join did not throw";
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "first");
    }
    EXPECT_EQ(counts.gone, 1);
    EXPECT_EQ(counts.finished, 0);
    group.spawn("late", wait_for(0ms, counts));
    EXPECT_EQ(group.size(), 0U) << "nothing starts in a group that was cancelled";
}

TEST_F(TaskGroupTest, throws_the_first_of_two_exceptions) {
    TaskGroup group{context.get_executor()};
    group.spawn("second", break_down_when_cancelled());
    group.spawn("first", break_down("first"));
    EXPECT_THROW(
        {
            try {
                testkit::run(context, group.join());
            } catch (const std::runtime_error& error) {
                EXPECT_STREQ(error.what(), "first");
                throw;
            }
        },
        std::runtime_error);
}

TEST_F(TaskGroupTest, keeps_the_others_when_it_was_told_so_and_logs_the_failure) {
    const auto path = std::filesystem::temp_directory_path() / ("acervo-tasks-" + std::to_string(getpid()));
    ASSERT_TRUE(log::start({.level = "info", .file = path}));
    TaskGroup group{context.get_executor(), OnFailure::KeepOthers};
    group.spawn("wait", wait_for(20ms, counts));
    group.spawn("connection", break_down("broken"));
    testkit::run(context, group.join());
    EXPECT_EQ(counts.finished, 1);
    ASSERT_TRUE(log::start({}));
    std::stringstream text;
    text << std::ifstream{path}.rdbuf();
    EXPECT_THAT(text.str(), testing::HasSubstr(R"("event":"task.failed","task":"connection","reason":"broken")"));
    std::filesystem::remove(path);
}

TEST_F(TaskGroupTest, ends_every_task_when_it_is_cancelled) {
    TaskGroup group{context.get_executor()};
    for (int i = 0; i < 10; ++i) group.spawn("wait", wait_for(kNever, counts));
    testkit::run_until(context, [this] { return counts.begun == 10; });
    group.cancel();
    group.cancel();
    testkit::run(context, group.join());
    EXPECT_EQ(counts.gone, 10);
    EXPECT_EQ(counts.finished, 0);
}

TEST_F(TaskGroupTest, ends_tasks_that_were_cancelled_before_they_began) {
    TaskGroup group{context.get_executor()};
    group.spawn("wait", wait_for(kNever, counts));
    group.cancel();
    testkit::run(context, group.join());
    EXPECT_EQ(counts.finished, 0);
}

Async<void> cancel_from_inside(TaskGroup& group) {
    co_await sleep_for(1ms);
    group.cancel();
    co_await sleep_for(kNever);
}

TEST_F(TaskGroupTest, can_be_cancelled_by_one_of_its_tasks) {
    TaskGroup group{context.get_executor()};
    group.spawn("wait", wait_for(kNever, counts));
    group.spawn("cancel", cancel_from_inside(group));
    testkit::run(context, group.join());
    EXPECT_EQ(counts.gone, 1);
}

/// Owns a group in its frame, as a server does.
Async<void> own_a_group(Counts& counts, bool& after_join) {
    TaskGroup group{co_await asio::this_coro::executor};
    group.spawn("wait", wait_for(kNever, counts));
    group.spawn("wait", wait_for(kNever, counts));
    co_await group.join();
    after_join = true;
    co_await sleep_for(0ms);
    ADD_FAILURE() << "the wait after join was not cancelled";
}

TEST_F(TaskGroupTest, cancels_and_awaits_its_tasks_when_the_one_who_joins_is_cancelled) {
    asio::cancellation_signal signal;
    std::exception_ptr thrown;
    bool ended = false;
    bool after_join = false;
    asio::co_spawn(context, own_a_group(counts, after_join),
                   asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr e) {
                       thrown = std::move(e);
                       ended = true;
                   }));
    testkit::run_until(context, [this] { return counts.begun == 2; });
    signal.emit(asio::cancellation_type::terminal);
    testkit::run_until(context, [&] { return ended; });
    EXPECT_EQ(counts.gone, 2);
    EXPECT_TRUE(after_join);
    EXPECT_TRUE(is_cancellation(thrown));
}

}  // namespace
}  // namespace acervo
