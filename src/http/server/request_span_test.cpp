#include "http/server/request_span.hpp"

#include <gtest/gtest.h>

#include "testkit/fake_clock.hpp"

namespace acervo::http {
namespace {

constexpr auto kRecorded = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
constexpr auto kNotRecorded = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";

class KeptSpans final : public SpanSink {
public:
    void record(Span span) noexcept override { spans.push_back(std::move(span)); }
    std::vector<Span> spans;
};

class RequestSpan : public testing::Test {
protected:
    static Headers traced(const char* parent) {
        Headers headers;
        headers.add("traceparent", parent);
        headers.add("tracestate", "rojo=1");
        headers.add("Tracestate", "congo=2");
        return headers;
    }
    static std::unique_ptr<Span> begin(const Tracer& tracer, const Headers& headers, bool is_trusted) {
        return begin_request_span(tracer, Identity::of(headers, is_trusted), headers, is_trusted);
    }
    Span ended(const RequestSummary& request, std::string_view pattern) {
        end_request_span(all, std::move(*begin(all, Headers{}, true)), request, pattern);
        return sink.spans.back();
    }
    static std::string text_of(const Span& span, std::string_view name) {
        for (const auto& [key, value] : span.attributes) {
            if (key != name) continue;
            if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
            return std::get<std::string>(value);
        }
        return "none";
    }

    testkit::FakeClock clock;
    KeptSpans sink;
    Tracer all{1.0, clock, sink};
    Tracer none{0.0, clock, sink};
};

TEST_F(RequestSpan, follows_a_trusted_caller) {
    const auto span = begin(none, traced(kRecorded), true);
    ASSERT_TRUE(span);
    EXPECT_EQ(span->context.trace_id.to_string(), "4bf92f3577b34da6a3ce929d0e0e4736");
    EXPECT_EQ(span->parent.to_string(), "00f067aa0ba902b7");
    EXPECT_NE(span->context.span_id, span->parent);
    EXPECT_EQ(span->context.tracestate, "rojo=1,congo=2");
    EXPECT_FALSE(begin(all, traced(kNotRecorded), true));
}

TEST_F(RequestSpan, lets_no_stranger_decide_what_is_recorded) {
    EXPECT_FALSE(begin(none, traced(kRecorded), false));
    const auto span = begin(all, traced(kNotRecorded), false);
    ASSERT_TRUE(span);
    EXPECT_EQ(span->parent.to_string(), "00f067aa0ba902b7") << "in the stranger's trace all the same";
}

TEST_F(RequestSpan, begins_a_trace_where_nobody_did) {
    EXPECT_FALSE(begin(none, Headers{}, true));
    const auto span = begin(all, Headers{}, true);
    ASSERT_TRUE(span);
    EXPECT_TRUE(span->parent.is_none());
    EXPECT_TRUE(begin(all, traced("nonsense"), true)->parent.is_none());
}

TEST_F(RequestSpan, is_the_one_that_logs_name) {
    const auto identity = Identity::of(Headers{}, true);
    const auto span = begin_request_span(all, identity, Headers{}, true);
    EXPECT_EQ(span->context.trace_id.to_string(), identity.trace_id());
    EXPECT_EQ(span->context.span_id.to_string(), identity.span_id());
}

TEST_F(RequestSpan, says_what_was_asked_and_answered) {
    RequestSummary request;
    request.method = "GET";
    request.route = "getAsset";
    request.path = "/api/v1/assets/7";
    request.status = 404;
    request.complete = true;
    request.request_id = "r1";
    const auto span = ended(request, "/api/v1/assets/{asset_id}");
    EXPECT_EQ(span.name, "GET /api/v1/assets/{asset_id}");
    EXPECT_EQ(span.kind, Span::Kind::Server);
    EXPECT_EQ(span.status, Span::Status::Unset) << "what the client did wrong is no failure of the server";
    EXPECT_EQ(text_of(span, "http.request.method"), "GET");
    EXPECT_EQ(text_of(span, "http.route"), "/api/v1/assets/{asset_id}");
    EXPECT_EQ(text_of(span, "url.path"), "/api/v1/assets/7");
    EXPECT_EQ(text_of(span, "http.response.status_code"), "404");
    EXPECT_EQ(text_of(span, "acervo.operation"), "getAsset");
    EXPECT_EQ(text_of(span, "acervo.request_id"), "r1");
    EXPECT_EQ(text_of(span, "error.type"), "none");
}

TEST_F(RequestSpan, fails_with_the_server_and_with_a_lost_client) {
    RequestSummary request;
    request.method = "GET";
    request.complete = true;
    request.status = 503;
    EXPECT_EQ(ended(request, {}).status, Span::Status::Error);
    EXPECT_EQ(text_of(sink.spans.back(), "error.type"), "503");
    EXPECT_EQ(sink.spans.back().name, "GET");

    request.status = 499;
    EXPECT_EQ(ended(request, {}).status, Span::Status::Error);
    EXPECT_EQ(text_of(sink.spans.back(), "http.response.status_code"), "none") << "nothing was answered";

    request.status = 200;
    request.complete = false;
    EXPECT_EQ(text_of(ended(request, {}), "error.type"), "incomplete_answer");
    request.complete = true;
    EXPECT_EQ(ended(request, {}).status, Span::Status::Unset);
}

}  // namespace
}  // namespace acervo::http
