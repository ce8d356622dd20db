#include "core/traced_work.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include "core/cpu_pool.hpp"
#include "core/deadline.hpp"
#include "core/sleep.hpp"
#include "core/task_group.hpp"
#include "testkit/fake_clock.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;
using testkit::run;

class KeptSpans final : public SpanSink {
public:
    void record(Span span) noexcept override { spans.push_back(std::move(span)); }
    std::vector<Span> spans;
};

class TracedWork : public testing::Test {
protected:
    TraceScope scope() {
        root = tracer.begin("GET /a", Span::Kind::Server);
        return TraceScope{tracer, root.context};
    }

    testkit::FakeClock clock;
    KeptSpans sink;
    Tracer tracer{1.0, clock, sink};
    Span root;
    boost::asio::io_context context;
};

Async<Result<int>> call_server(int answer) {
    TracedCall call{co_await boost::asio::this_coro::executor, "answer.ask"};
    call.set("answer", answer);
    co_await sleep_for(1ms);
    Result<int> result = answer;
    if (answer < 0) result = fail(ErrorKind::Unavailable, "it is away");
    call.settle(result);
    co_return result;
}

Async<Result<int>> work(int answer) {
    co_await sleep_for(1ms);
    co_return co_await with_timeout(call_server(answer), 1min, "the call");
}

TEST_F(TracedWork, makes_spans_of_its_calls_however_deep) {
    EXPECT_EQ(run(context, run_in_trace(scope(), work(7))), 7);
    ASSERT_EQ(sink.spans.size(), 1U);
    const auto& span = sink.spans.front();
    EXPECT_EQ(span.name, "answer.ask");
    EXPECT_EQ(span.kind, Span::Kind::Client);
    EXPECT_EQ(span.context.trace_id, root.context.trace_id);
    EXPECT_EQ(span.parent, root.context.span_id);
    EXPECT_EQ(span.status, Span::Status::Unset);
    EXPECT_EQ(span.attributes.at(0), (Span::Attribute{"answer", std::int64_t{7}}));
}

TEST_F(TracedWork, says_which_call_failed_and_how) {
    EXPECT_FALSE(run(context, run_in_trace(scope(), work(-1))));
    ASSERT_EQ(sink.spans.size(), 1U);
    const auto& span = sink.spans.front();
    EXPECT_EQ(span.status, Span::Status::Error);
    EXPECT_EQ(span.status_message, "it is away");
    EXPECT_EQ(span.attributes.at(1), (Span::Attribute{"error.type", std::string{"unavailable"}}));
}

TEST_F(TracedWork, is_told_apart_from_what_runs_beside_it_on_the_same_thread) {
    TaskGroup beside{context.get_executor()};
    for (int i = 0; i < 3; ++i) {
        beside.spawn("beside", []() -> Async<void> {
            for (int n = 0; n < 5; ++n) static_cast<void>(co_await work(n));
        }());
    }
    const auto first = tracer.begin("first", Span::Kind::Server);
    const auto second = tracer.begin("second", Span::Kind::Server);
    for (const auto& span : {first, second}) {
        beside.spawn("traced", [](TraceScope under) -> Async<void> {
            auto inner = work(1);
            static_cast<void>(co_await run_in_trace(std::move(under), std::move(inner)));
        }(TraceScope{tracer, span.context}));
    }
    run(context, beside.join());
    ASSERT_EQ(sink.spans.size(), 2U) << "work outside of any trace makes none";
    EXPECT_NE(sink.spans[0].parent, sink.spans[1].parent);
    for (const auto& span : sink.spans) {
        EXPECT_TRUE(span.parent == first.context.span_id || span.parent == second.context.span_id);
    }
}

TEST_F(TracedWork, passes_exceptions_and_cancellation_through) {
    const auto broken = []() -> Async<int> {
        co_await sleep_for(1ms);
        throw std::runtime_error{"broken"};
    };
    EXPECT_THROW(run(context, run_in_trace(scope(), broken())), std::runtime_error);

    const auto endless = []() -> Async<Result<int>> {
        TracedCall call{co_await boost::asio::this_coro::executor, "endless"};
        co_await sleep_for(1h);
        co_return 1;
    };
    const auto late = run(context, with_timeout(run_in_trace(scope(), endless()), 5ms, "it"));
    EXPECT_EQ(late.error().kind(), ErrorKind::Timeout);
    ASSERT_EQ(sink.spans.size(), 1U) << "a cancelled call is a span too";
}

TEST_F(TracedWork, comes_back_to_its_thread_from_a_pool) {
    CpuPool pool{1, 1};
    auto hash_and_ask = [](CpuPool& on) -> Async<Result<int>> {
        auto job = [] { return 5; };
        const auto value = CO_TRY(co_await on.run(job));
        co_return co_await call_server(value);
    };
    EXPECT_EQ(run(context, run_in_trace(scope(), hash_and_ask(pool))), 5);
    EXPECT_EQ(sink.spans.size(), 1U);
}

}  // namespace
}  // namespace acervo
