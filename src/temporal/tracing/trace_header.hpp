#pragma once

#include <optional>

#include "core/trace_context.hpp"
#include "temporal/model/payload.hpp"

/// A trace in the headers of workflows, activities, signals, queries and updates, as the OpenTelemetry interceptors of
/// the official SDKs write it, so that a trace goes on through workers of other languages: the header `_tracer-data`
/// holds a json/plain map of the W3C fields `traceparent` and `tracestate`.
namespace acervo::temporal {

inline constexpr const char* kTraceHeader = "_tracer-data";

/// Takes the place of a trace that is there already.
void write_trace(const TraceContext& context, PayloadMap& headers);
/// Nothing when there is none, or none that can be read: a trace is never a reason to fail.
std::optional<TraceContext> read_trace(const PayloadMap& headers);

}  // namespace acervo::temporal
