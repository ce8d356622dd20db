#include "core/deadline.hpp"

#include <gtest/gtest.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>
#include <string>

#include "core/cancellation.hpp"
#include "core/sleep.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr auto kNever = 1h;

/// Says in `said` when it begins and, whichever way, when it ends.
class Trail {
public:
    explicit Trail(std::string& said) : said_{said} { said_ += "begun "; }
    ~Trail() { said_ += "ended"; }
    Trail(const Trail&) = delete;
    Trail& operator=(const Trail&) = delete;

private:
    std::string& said_;
};

Async<Result<int>> answer(int value) { co_return value; }

Async<Result<int>> answer_after(std::chrono::milliseconds wait, std::string& said) {
    const Trail trail{said};
    co_await sleep_for(wait);
    co_return 7;
}

Async<Result<int>> refuse() { co_return fail(ErrorKind::NotFound, "no such thing"); }

Async<Result<int>> break_down() {
    co_await sleep_for(0ms);
    throw std::runtime_error{"broken"};
}

/// As an adapter does: cancellation becomes an ordinary error or answer, after some tidying up.
Async<Result<int>> tidy_up(Result<int> last_word, std::string& said) {
    const Trail trail{said};
    asio::steady_timer timer{co_await asio::this_coro::executor, kNever};
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    co_await asio::this_coro::reset_cancellation_state();
    co_await sleep_for(5ms);
    co_return last_word;
}

class WithTimeout : public testing::Test {
protected:
    template <class T>
    Result<T> run(Async<Result<T>> work, std::chrono::milliseconds limit) {
        auto limited = with_timeout(std::move(work), limit, "the call");
        return testkit::run(context, std::move(limited));
    }

    asio::io_context context;
    std::string said;
};

TEST_F(WithTimeout, passes_on_what_comes_in_time) {
    EXPECT_EQ(run(answer(7), kNever), 7);
    EXPECT_EQ(run(answer_after(1ms, said), kNever), 7);
    EXPECT_EQ(run(refuse(), kNever).error().kind(), ErrorKind::NotFound);
}

TEST_F(WithTimeout, passes_on_an_exception) {
    EXPECT_THROW(static_cast<void>(run(break_down(), kNever)), std::runtime_error);
}

TEST_F(WithTimeout, cancels_late_work_and_waits_for_its_end) {
    const auto result = run(answer_after(kNever, said), 5ms);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind(), ErrorKind::Timeout);
    EXPECT_EQ(result.error().message(), "the call took longer than 5 ms");
    EXPECT_EQ(said, "begun ended");
}

TEST_F(WithTimeout, calls_it_a_timeout_when_late_work_ends_with_an_error) {
    EXPECT_EQ(run(tidy_up(fail(ErrorKind::Unavailable, "closed"), said), 5ms).error().kind(), ErrorKind::Timeout);
    EXPECT_EQ(said, "begun ended");
}

TEST_F(WithTimeout, takes_a_late_success_for_a_success) { EXPECT_EQ(run(tidy_up(7, said), 5ms), 7); }

TEST_F(WithTimeout, does_not_begin_without_time) {
    EXPECT_EQ(run(answer_after(1ms, said), 0ms).error().message(), "the call had no time left");
    EXPECT_EQ(said, "");
}

TEST_F(WithTimeout, can_be_nested_and_the_shorter_one_wins) {
    auto inner = with_timeout(answer_after(kNever, said), 5ms, "the inner call");
    EXPECT_EQ(run(std::move(inner), kNever).error().message(), "the inner call took longer than 5 ms");
    auto patient = with_timeout(answer_after(kNever, said), kNever, "the inner call");
    EXPECT_EQ(run(std::move(patient), 5ms).error().message(), "the call took longer than 5 ms");
    EXPECT_EQ(said, "begun endedbegun ended");
}

TEST_F(WithTimeout, takes_the_largest_limit_there_is) {
    auto work = with_deadline(answer_after(1ms, said), Deadline::never(), "the call");
    EXPECT_EQ(testkit::run(context, std::move(work)), 7);
}

/// Cancels `with_timeout(work, …)` from outside as soon as the work has begun.
class WithTimeoutCancelled : public WithTimeout {
protected:
    void run_and_cancel(Async<Result<int>> work) {
        asio::cancellation_signal signal;
        bool ended = false;
        auto limited = with_timeout(std::move(work), kNever, "the call");
        asio::co_spawn(context, std::move(limited),
                       asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr e, Result<int> answer) {
                           thrown = std::move(e);
                           result = std::move(answer);
                           ended = true;
                       }));
        testkit::run_until(context, [&] { return said == "begun "; });
        signal.emit(asio::cancellation_type::terminal);
        testkit::run_until(context, [&] { return ended; });
        EXPECT_EQ(said, "begun ended");
    }

    std::exception_ptr thrown;
    Result<int> result;
};

TEST_F(WithTimeoutCancelled, lets_the_cancellation_through) {
    run_and_cancel(answer_after(kNever, said));
    EXPECT_TRUE(is_cancellation(thrown));
}

TEST_F(WithTimeoutCancelled, is_no_timeout) {
    run_and_cancel(tidy_up(fail(ErrorKind::Unavailable, "closed"), said));
    EXPECT_EQ(thrown, nullptr);
    EXPECT_EQ(result.error().kind(), ErrorKind::Unavailable);
}

TEST(Deadline, knows_what_is_left) {
    EXPECT_TRUE(Deadline::after(0s).passed());
    EXPECT_TRUE(Deadline::after(-1s).passed());
    EXPECT_EQ(Deadline::after(-1s).remaining(), 0s);
    EXPECT_GT(Deadline::after(1h).remaining(), 59min);
    EXPECT_LE(Deadline::after(1h).remaining(), 1h);
    EXPECT_FALSE(Deadline::never().passed());
    EXPECT_LE(Deadline::never().or_earlier(1h).remaining(), 1h);
    EXPECT_TRUE(Deadline::after(0s).or_earlier(1h).passed());
}

TEST(Sleep, ends_after_its_time_and_at_once_when_there_is_none) {
    asio::io_context context;
    const auto before = std::chrono::steady_clock::now();
    testkit::run(context, sleep_for(20ms));
    EXPECT_GE(std::chrono::steady_clock::now() - before, 20ms);
    testkit::run(context, sleep_for(-1h));
}

TEST(IsCancellation, knows_that_exception_from_others) {
    EXPECT_FALSE(is_cancellation(nullptr));
    EXPECT_FALSE(is_cancellation(std::make_exception_ptr(std::runtime_error{"x"})));
    EXPECT_FALSE(is_cancellation(std::make_exception_ptr(7)));
}

}  // namespace
}  // namespace acervo
