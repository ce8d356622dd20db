// What others get to see of the calls to a store: metrics, and the trace that goes along.
#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>
#include <deque>

#include "adapters/s3/s3_metrics.hpp"
#include "adapters/s3/s3_object_store.hpp"
#include "core/traced_work.hpp"
#include "testkit/fake_clock.hpp"
#include "testkit/loopback_server.hpp"
#include "testkit/run.hpp"

namespace acervo {
namespace {

using testing::HasSubstr;
using testing::Not;
using testkit::LoopbackServer;

class KeptSpans final : public SpanSink {
public:
    void record(Span span) noexcept override { spans.push_back(std::move(span)); }
    std::vector<Span> spans;
};

/// A store that answers `statuses` one after the other, then 200, each without a body.
class ObservedStore : public testing::Test {
protected:
    ObservedStore() {
        S3Options options;
        options.endpoint = server.url();
        options.access_key = "key";
        options.secret_key = Secret{"secret"};
        options.retry.first = std::chrono::milliseconds{1};
        options.observe = s3_observer(metrics);
        store = *make_s3_object_store(context.get_executor(), options);
    }
    static Async<void> serve(ObservedStore& self, LoopbackServer::Socket socket) {
        std::string buffer;
        for (;;) {
            self.headers.push_back(co_await testkit::read_header(&socket, &buffer));
            int status = 200;
            if (!self.statuses.empty()) {
                status = self.statuses.front();
                self.statuses.pop_front();
            }
            co_await testkit::write_text(&socket,
                                         "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: 0\r\n\r\n");
        }
    }

    boost::asio::io_context context;
    std::deque<int> statuses;
    std::vector<std::string> headers;
    Metrics metrics;
    LoopbackServer server{context, [this](LoopbackServer::Socket socket) { return serve(*this, std::move(socket)); }};
    std::unique_ptr<ObjectStore> store;
};

TEST_F(ObservedStore, counts_requests_by_operation_and_outcome_and_repeats) {
    statuses = {503, 200, 404};
    EXPECT_TRUE(testkit::run(context, store->head({"b", "k"})));
    EXPECT_FALSE(testkit::run(context, store->head({"b", "k"})));
    const auto text = metrics.text();
    EXPECT_THAT(text, HasSubstr("acervo_s3_requests_total{operation=\"HeadObject\",outcome=\"ok\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("acervo_s3_requests_total{operation=\"HeadObject\",outcome=\"failed\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("acervo_s3_requests_total{operation=\"HeadObject\",outcome=\"refused\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("acervo_s3_retries_total{operation=\"HeadObject\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("acervo_s3_request_seconds_count{operation=\"HeadObject\"} 3\n"));
}

TEST_F(ObservedStore, gets_the_trace_of_work_that_is_recorded_and_of_no_other) {
    testkit::FakeClock clock;
    KeptSpans sink;
    const Tracer tracer{1.0, clock, sink};
    auto root = tracer.begin("GET /a", Span::Kind::Server);
    root.context.tracestate = "rojo=1";
    statuses = {503};
    EXPECT_TRUE(testkit::run(context, run_in_trace(TraceScope{tracer, root.context}, store->head({"b", "k"}))));
    ASSERT_EQ(sink.spans.size(), 2U) << "one for each attempt";
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(sink.spans[i].name, "S3/HeadObject");
        EXPECT_EQ(sink.spans[i].parent, root.context.span_id);
        EXPECT_THAT(headers[i], HasSubstr("traceparent: " + sink.spans[i].context.traceparent() + "\r\n"));
        EXPECT_THAT(headers[i], HasSubstr("tracestate: rojo=1\r\n"));
    }
    EXPECT_EQ(sink.spans[0].status, Span::Status::Error);
    EXPECT_EQ(sink.spans[1].status, Span::Status::Unset);

    EXPECT_TRUE(testkit::run(context, store->head({"b", "k"})));
    EXPECT_EQ(sink.spans.size(), 2U);
    EXPECT_THAT(headers.back(), Not(HasSubstr("traceparent")));
}

}  // namespace
}  // namespace acervo
