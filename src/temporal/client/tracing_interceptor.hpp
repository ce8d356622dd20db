#pragma once

#include <memory>

#include "core/trace.hpp"
#include "temporal/client/outbound.hpp"

namespace acervo::temporal {

/// A span of kind Client around each call, named as the official SDKs name them (`StartWorkflow:ingest`,
/// `SignalWorkflow:approve` …), under the trace of `Client::traced`, or as a trace of its own. Calls that the workflow
/// sees carry it in a header (tracing/trace_header.hpp). The tracer outlives the client.
std::shared_ptr<const ClientInterceptor> make_tracing_interceptor(const Tracer& tracer);

}  // namespace acervo::temporal
