#include "temporal/client/tracing_interceptor.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <vector>

#include "temporal/payload/convert.hpp"
#include "temporal/tracing/trace_header.hpp"
#include "testkit/run.hpp"

namespace acervo::temporal {
namespace {

/// Keeps the headers that reach the server.
class Recorder final : public ClientOutbound {
public:
    Async<Result<StartedWorkflow>> start(StartWorkflow call) override { return started(std::move(call.headers)); }
    Async<Result<void>> signal(SignalWorkflow call) override { return done(std::move(call.headers)); }
    Async<Result<StartedWorkflow>> signal_with_start(SignalWithStart call) override {
        return started(std::move(call.start.headers));
    }
    Async<Result<Payload>> query(QueryWorkflow call) override {
        seen.push_back(std::move(call.headers));
        co_return fail(ErrorKind::NotFound, "no such query");
    }
    Async<Result<UpdateState>> update(UpdateWorkflow call) override {
        seen.push_back(std::move(call.headers));
        co_return UpdateState{};
    }
    Async<Result<UpdateState>> poll_update(PollUpdate /*call*/) override { co_return UpdateState{}; }
    Async<Result<void>> cancel(CancelWorkflow /*call*/) override { return done({}); }
    Async<Result<void>> terminate(TerminateWorkflow /*call*/) override { return done({}); }

    std::vector<PayloadMap> seen;

private:
    Async<Result<StartedWorkflow>> started(PayloadMap headers) {
        seen.push_back(std::move(headers));
        co_return StartedWorkflow{};
    }
    Async<Result<void>> done(PayloadMap headers) {
        seen.push_back(std::move(headers));
        co_return ok();
    }
};

class Spans final : public SpanSink {
public:
    void record(Span span) noexcept override { all.push_back(std::move(span)); }
    std::vector<Span> all;
};

class TracingInterceptorTest : public ::testing::Test {
protected:
    template <class T>
    T run(Async<T> work) {
        return testkit::run(context_, std::move(work));
    }
    CallTerms terms() const {
        CallTerms terms;
        terms.trace = parent_;
        return terms;
    }

    boost::asio::io_context context_;
    SystemClock clock_;
    Spans spans_;
    Tracer tracer_{1.0, clock_, spans_};
    std::shared_ptr<Recorder> server_{std::make_shared<Recorder>()};
    std::shared_ptr<ClientOutbound> calls_{make_tracing_interceptor(tracer_)->intercept(server_)};
    TraceContext parent_{TraceContext::parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01").value()};
};

TEST_F(TracingInterceptorTest, sends_the_span_of_the_call_on_to_the_workflow) {
    StartWorkflow start;
    start.terms = terms();
    start.workflow_type = "ingest";
    ASSERT_TRUE(run(calls_->start(start)));
    ASSERT_EQ(spans_.all.size(), 1U);
    const auto& span = spans_.all[0];
    EXPECT_EQ(span.name, "StartWorkflow:ingest");
    EXPECT_EQ(span.kind, Span::Kind::Client);
    EXPECT_EQ(span.parent, parent_.span_id);
    EXPECT_EQ(span.context.trace_id, parent_.trace_id);
    const auto sent = read_trace(server_->seen.at(0));
    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->span_id, span.context.span_id);
}

TEST_F(TracingInterceptorTest, covers_every_call_that_carries_headers) {
    SignalWorkflow signal;
    signal.signal_name = "approve";
    signal.headers.emplace("mine", text_payload("kept"));
    ASSERT_TRUE(run(calls_->signal(signal)));
    ASSERT_TRUE(run(calls_->signal_with_start({})));
    ASSERT_TRUE(run(calls_->update({})));
    for (const auto& headers : server_->seen) EXPECT_TRUE(read_trace(headers));
    EXPECT_TRUE(server_->seen.at(0).contains("mine"));
    EXPECT_EQ(spans_.all.at(0).name, "SignalWorkflow:approve");
}

TEST_F(TracingInterceptorTest, marks_the_span_of_a_call_that_failed) {
    QueryWorkflow query;
    query.query_name = "stage";
    ASSERT_FALSE(run(calls_->query(query)));
    ASSERT_EQ(spans_.all.size(), 1U);
    EXPECT_EQ(spans_.all[0].name, "QueryWorkflow:stage");
    EXPECT_EQ(spans_.all[0].status, Span::Status::Error);
    EXPECT_EQ(spans_.all[0].status_message, "no such query");
}

}  // namespace
}  // namespace acervo::temporal
