#include "temporal/engine/bridge_call.hpp"

#include <acervo_temporal_bridge.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <deque>
#include <thread>
#include <vector>

#include "core/deadline.hpp"
#include "testkit/run.hpp"

namespace acervo::temporal::bridge {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

AtbBytes bytes_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

void answer_ok(void* context, std::string_view data) {
    const AtbAnswer answer{ATB_OK, -1, bytes_of(data), {}, {}, nullptr};
    acervo_temporal_answer(context, &answer);
}

/// Stands for an object of the bridge; counts how many were freed.
std::atomic<int> freed{0};
void count_free(void* object) {
    delete static_cast<int*>(object);
    ++freed;
}

/// Waits, and says what came.
Async<void> keep(Begin begin, std::string& into) {
    auto answer = co_await ask(std::move(begin));
    into = answer.take_data();
}

TEST(BridgeCall, resumes_its_caller_on_the_callers_thread) {
    asio::io_context context;
    std::jthread engine;
    Begin begin = [&engine](void* asked) { engine = std::jthread{[asked] { answer_ok(asked, "done"); }}; };
    const auto here = std::this_thread::get_id();
    auto work = [](Begin start) -> Async<std::pair<std::string, std::thread::id>> {
        auto answer = co_await ask(std::move(start));
        std::pair<std::string, std::thread::id> seen{answer.take_data(), std::this_thread::get_id()};
        co_return seen;
    };
    const auto [data, thread] = testkit::run(context, work(std::move(begin)));
    EXPECT_EQ(data, "done");
    EXPECT_EQ(thread, here);
}

TEST(BridgeCall, takes_an_answer_that_comes_before_the_call_returns) {
    asio::io_context context;
    std::string got;
    Begin begin = [](void* asked) { answer_ok(asked, "at once"); };
    testkit::run(context, keep(std::move(begin), got));
    EXPECT_EQ(got, "at once");
    EXPECT_EQ(ask_now([](void* asked) { answer_ok(asked, "now"); }).take_data(), "now");
}

TEST(BridgeCall, drops_an_answer_whose_event_loop_is_gone) {
    freed = 0;
    void* late = nullptr;
    bool destroyed = false;
    {
        asio::io_context context;
        struct Owned {
            bool* flag;
            ~Owned() { *flag = true; }
        };
        auto work = [](void** asked, bool* flag) -> Async<void> {
            const Owned owned{flag};
            Begin begin = [asked](void* handed) { *asked = handed; };
            const auto answer = co_await ask(std::move(begin), count_free);
            static_cast<void>(answer);
        };
        asio::co_spawn(context, work(&late, &destroyed), asio::detached);
        context.poll();
        ASSERT_NE(late, nullptr);
    }
    EXPECT_TRUE(destroyed) << "the coroutine went with its loop";
    const AtbAnswer answer{ATB_OK, -1, {}, {}, {}, new int{1}};
    acervo_temporal_answer(late, &answer);
    EXPECT_EQ(freed, 1) << "what nobody took was given back";
}

TEST(BridgeCall, frees_what_an_answer_brings_when_nobody_takes_it) {
    freed = 0;
    {
        const auto answer = ask_now(
            [](void* asked) {
                const AtbAnswer made{ATB_OK, -1, {}, {}, {}, new int{1}};
                acervo_temporal_answer(asked, &made);
            },
            count_free);
        EXPECT_EQ(freed, 0);
    }
    EXPECT_EQ(freed, 1);
}

TEST(BridgeCall, passes_cancellation_on_and_ends_as_a_cancelled_wait) {
    asio::io_context context;
    void* asked = nullptr;
    int cancelled = 0;
    auto work = [](void** place, int* count) -> Async<Result<void>> {
        Begin begin = [place](void* handed) { *place = handed; };
        Cancel cancel = [place, count] {
            ++*count;
            const AtbAnswer answer{ATB_CANCELLED, -1, {}, {}, {}, nullptr};
            acervo_temporal_answer(*place, &answer);
        };
        const auto answer = co_await ask(std::move(begin), nullptr, std::move(cancel));
        static_cast<void>(answer);
        co_return ok();
    };
    const auto result = testkit::run(context, with_timeout(work(&asked, &cancelled), 20ms, "the question"));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind(), ErrorKind::Timeout);
    EXPECT_EQ(cancelled, 1);
}

TEST(BridgeCall, tells_failures_apart) {
    const auto failing = [](int kind, int code) {
        return ask_now([kind, code](void* asked) {
            const AtbAnswer answer{kind, code, {}, bytes_of("why"), bytes_of("more"), nullptr};
            acervo_temporal_answer(asked, &answer);
        });
    };
    EXPECT_EQ(failing(ATB_RPC, 5).error("start").kind(), ErrorKind::NotFound);
    EXPECT_EQ(failing(ATB_RPC, 5).error("start").message(), "start: why");
    EXPECT_EQ(failing(ATB_INVALID, -1).error("start").kind(), ErrorKind::InvalidInput);
    EXPECT_EQ(failing(ATB_TIMEOUT, -1).error("start").kind(), ErrorKind::Timeout);
    EXPECT_EQ(failing(ATB_UNREACHABLE, -1).error("start").kind(), ErrorKind::Unavailable);
    EXPECT_EQ(failing(ATB_ABANDONED, -1).error("start").kind(), ErrorKind::Unavailable);
    EXPECT_EQ(failing(ATB_BROKEN, -1).error("start").kind(), ErrorKind::Internal);
}

/// Threads that answer what they are given, as the engine's do.
class Answerers {
public:
    void give(void* asked) {
        asio::post(pool_, [asked] { answer_ok(asked, "x"); });
    }
    void wait() { pool_.join(); }

private:
    asio::thread_pool pool_{4};
};

TEST(BridgeCall, survives_loops_that_go_while_answers_come) {
    for (int round = 0; round < 50; ++round) {
        Answerers engine;
        std::deque<std::string> got(100);
        {
            asio::io_context context;
            for (auto& one : got) {
                Begin begin = [&engine](void* asked) { engine.give(asked); };
                asio::co_spawn(context, keep(std::move(begin), one), asio::detached);
            }
            for (int i = 0; i < 100 + round; ++i) context.poll_one();
        }
        engine.wait();
    }
}

TEST(BridgeCall, serves_many_loops_at_once) {
    Answerers engine;
    std::atomic<int> all{0};
    std::vector<std::jthread> loops;
    loops.reserve(4);
    for (int i = 0; i < 4; ++i) {
        loops.emplace_back([&engine, &all] {
            asio::io_context context;
            auto work = [](Answerers* from, std::atomic<int>* count) -> Async<void> {
                for (int n = 0; n < 500; ++n) {
                    Begin begin = [from](void* asked) { from->give(asked); };
                    auto answer = co_await ask(std::move(begin));
                    if (answer.take_data() == "x") ++*count;
                }
            };
            testkit::run(context, work(&engine, &all));
        });
    }
    loops.clear();
    engine.wait();
    EXPECT_EQ(all, 2'000);
}

}  // namespace
}  // namespace acervo::temporal::bridge
