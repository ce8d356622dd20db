#include "core/trace.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "testkit/fake_clock.hpp"

namespace acervo {
namespace {

using namespace std::chrono_literals;

class KeptSpans final : public SpanSink {
public:
    void record(Span span) noexcept override { spans.push_back(std::move(span)); }
    std::vector<Span> spans;
};

TraceContext caller(bool sampled) {
    TraceContext context;
    context.trace_id = TraceId::make();
    context.span_id = SpanId::make();
    context.sampled = sampled;
    context.tracestate = "rojo=1";
    return context;
}

class TracerTest : public testing::Test {
protected:
    testkit::FakeClock clock;
    KeptSpans sink;
};

TEST_F(TracerTest, times_a_root_and_its_child) {
    const Tracer tracer{1.0, clock, sink};
    auto root = tracer.begin("GET /assets", Span::Kind::Server);
    const auto began = clock.now();
    clock.advance(5ms);
    auto child = tracer.begin("select asset", Span::Kind::Client, root.context);
    clock.advance(2ms);
    child.set("db.system", "postgresql");
    child.set("db.rows", 7U);
    child.set("db.cached", false);
    child.set("db.cost", 0.5);
    tracer.end(std::move(child));
    root.fail("boom");
    tracer.end(std::move(root));

    ASSERT_EQ(sink.spans.size(), 2U);
    const auto& inner = sink.spans[0];
    const auto& outer = sink.spans[1];
    EXPECT_EQ(inner.context.trace_id, outer.context.trace_id);
    EXPECT_EQ(inner.parent, outer.context.span_id);
    EXPECT_NE(inner.context.span_id, outer.context.span_id);
    EXPECT_TRUE(outer.parent.is_none());
    EXPECT_EQ(inner.started, began + 5ms);
    EXPECT_EQ(inner.ended, began + 7ms);
    EXPECT_EQ(outer.ended, began + 7ms);
    EXPECT_EQ(outer.status, Span::Status::Error);
    EXPECT_EQ(outer.status_message, "boom");
    ASSERT_EQ(inner.attributes.size(), 4U);
    EXPECT_EQ(inner.attributes[0], (Span::Attribute{"db.system", std::string{"postgresql"}}));
    EXPECT_EQ(inner.attributes[1].second, Span::AttributeValue{std::int64_t{7}});
    EXPECT_EQ(inner.attributes[2].second, Span::AttributeValue{false});
}

TEST_F(TracerTest, does_as_the_caller_does) {
    const Tracer none{0.0, clock, sink};
    const Tracer all{1.0, clock, sink};
    const auto recording = caller(true);
    auto span = none.begin("a", Span::Kind::Server, recording);
    EXPECT_EQ(span.context.trace_id, recording.trace_id);
    EXPECT_EQ(span.parent, recording.span_id);
    EXPECT_EQ(span.context.tracestate, "rojo=1");
    none.end(std::move(span));
    EXPECT_EQ(sink.spans.size(), 1U);
    all.end(all.begin("b", Span::Kind::Server, caller(false)));
    EXPECT_EQ(sink.spans.size(), 1U);
}

TEST_F(TracerTest, collects_nothing_for_a_span_that_is_not_recorded) {
    auto span = Tracer{0.0, clock, sink}.begin("a", Span::Kind::Server);
    span.set("k", "v");
    EXPECT_TRUE(span.attributes.empty());
    EXPECT_FALSE(span.context.trace_id.is_none()) << "logs have a trace id all the same";
}

TEST_F(TracerTest, records_about_the_share_it_was_told) {
    const auto recorded = [this](double ratio) {
        const Tracer tracer{ratio, clock, sink};
        int count = 0;
        for (int i = 0; i < 4000; ++i) count += tracer.begin("a", Span::Kind::Server).context.sampled ? 1 : 0;
        return count;
    };
    EXPECT_EQ(recorded(0.0), 0);
    EXPECT_EQ(recorded(-1.0), 0);
    EXPECT_EQ(recorded(std::numeric_limits<double>::quiet_NaN()), 0);
    EXPECT_EQ(recorded(1.0), 4000);
    EXPECT_NEAR(recorded(0.25), 1000, 250);  // nine standard deviations
}

TEST_F(TracerTest, never_ends_before_the_begin) {
    const Tracer tracer{1.0, clock, sink};
    auto span = tracer.begin("a", Span::Kind::Internal);
    clock.advance(-1h);
    tracer.end(std::move(span));
    EXPECT_EQ(sink.spans.at(0).ended, sink.spans.at(0).started);
}

}  // namespace
}  // namespace acervo
