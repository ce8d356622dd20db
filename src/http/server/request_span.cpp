#include "http/server/request_span.hpp"

namespace acervo::http {
namespace {

constexpr int kFirstServerError = 500;
constexpr int kClientClosedRequest = 499;

/// Several fields of one name are one list (RFC 9110 §5.3).
std::string joined(const Headers& headers, std::string_view name) {
    std::string text;
    for (const auto& [field, value] : headers) {
        if (!Headers::same_name(field, name)) continue;
        if (!text.empty()) text += ',';
        text += value;
    }
    return text;
}

}  // namespace

std::unique_ptr<Span> begin_request_span(const Tracer& tracer, const Identity& identity, const Headers& headers,
                                         bool is_trusted) {
    const auto trace = TraceId::parse(identity.trace_id());
    if (!trace) return nullptr;
    std::optional<TraceContext> parent;
    if (const auto given = headers.find("traceparent")) {
        parent = TraceContext::parse(*given, joined(headers, "tracestate"));
    }
    if (!(parent && is_trusted ? parent->sampled : tracer.samples(*trace))) return nullptr;
    auto span = std::make_unique<Span>();
    span->kind = Span::Kind::Server;
    span->context.trace_id = *trace;
    span->context.span_id = SpanId::parse(identity.span_id()).value_or(SpanId{});
    span->context.sampled = true;
    if (parent) {
        span->parent = parent->span_id;
        span->context.tracestate = std::move(parent->tracestate);
    }
    span->started = tracer.now();
    return span;
}

void end_request_span(const Tracer& tracer, Span span, const RequestSummary& request, std::string_view pattern) {
    const auto method = request.method.empty() ? std::string_view{"_OTHER"} : request.method;
    span.name = request.method.empty() ? std::string{"HTTP"} : std::string{method};
    if (!pattern.empty()) {
        span.name.append(" ").append(pattern);
        span.set("http.route", pattern);
        span.set("acervo.operation", request.route);
    }
    span.set("http.request.method", method);
    span.set("url.scheme", "http");
    if (!request.path.empty()) span.set("url.path", request.path);
    span.set("client.address", request.remote_address);
    span.set("acervo.request_id", request.request_id);
    if (request.status == kClientClosedRequest) {
        span.set("error.type", "client_closed_request");
        span.fail("the client went away before the answer");
    } else {
        span.set("http.response.status_code", request.status);
        if (request.status >= kFirstServerError) {
            span.set("error.type", std::to_string(request.status));
            if (span.status != Span::Status::Error) span.fail({});
        } else if (!request.complete) {
            span.set("error.type", "incomplete_answer");
            span.fail("the answer was broken off");
        }
    }
    tracer.end(std::move(span));
}

}  // namespace acervo::http
