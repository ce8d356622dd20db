#pragma once

#include <memory>

#include "core/trace.hpp"
#include "temporal/worker/interceptor.hpp"

namespace acervo::temporal {

/// Carries a trace through a worker, named as the OpenTelemetry interceptors of the official SDKs name it: a span
/// `RunActivity:probe` around each attempt, under the trace that its workflow carries; a span `RunWorkflow:ingest` when
/// a run begins, not in replays; and the header (tracing/trace_header.hpp) of a workflow goes on to its activities,
/// children, signals and continuation. The tracer outlives the worker.
///
/// What a workflow begins stands under the span that started the workflow, not under `RunWorkflow`: the id of a span is
/// random, and a replay, maybe elsewhere, must write the same headers again.
std::shared_ptr<const WorkerInterceptor> make_worker_tracing_interceptor(const Tracer& tracer);

}  // namespace acervo::temporal
