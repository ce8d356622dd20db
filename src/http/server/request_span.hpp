#pragma once

#include <memory>

#include "core/trace.hpp"
#include "http/server/identity.hpp"
#include "http/server/observer.hpp"
#include "net/http_message.hpp"

namespace acervo::http {

/// The server span of a request whose trace is recorded, null for any other. A trusted peer decides by the flag of its
/// `traceparent` (W3C Trace Context); where nobody or somebody else has begun the trace, `tracer` does.
std::unique_ptr<Span> begin_request_span(const Tracer& tracer, const Identity& identity, const Headers& headers,
                                         bool is_trusted);

/// Names and ends it, after OpenTelemetry's semantic conventions for HTTP servers
/// (https://opentelemetry.io/docs/specs/semconv/http/http-spans/). `pattern`: that of the route, empty when there is
/// none. A status from 500 on, and a client that went away, are errors.
void end_request_span(const Tracer& tracer, Span span, const RequestSummary& request, std::string_view pattern);

}  // namespace acervo::http
