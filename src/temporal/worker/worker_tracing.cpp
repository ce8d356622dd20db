#include "temporal/worker/worker_tracing.hpp"

#include "temporal/payload/failures.hpp"
#include "temporal/tracing/trace_header.hpp"

namespace acervo::temporal {

namespace {

/// Ends with the attempt, also with one whose coroutine is destroyed.
class AttemptSpan {
public:
    AttemptSpan(const Tracer& tracer, const ActivityInfo& info)
        : tracer_{tracer},
          span_{
              tracer.begin("RunActivity:" + info.activity_type(), Span::Kind::Server, read_trace(info.start.headers))} {
        span_.set("temporalWorkflowID", info.workflow_id());
        span_.set("temporalRunID", info.workflow_run_id());
        span_.set("temporalActivityID", info.activity_id());
        span_.set("temporalAttempt", info.attempt());
    }
    ~AttemptSpan() { tracer_.end(std::move(span_)); }
    AttemptSpan(const AttemptSpan&) = delete;
    AttemptSpan& operator=(const AttemptSpan&) = delete;

    void fail_by(const std::exception_ptr& thrown) { span_.fail(describe(to_failure(thrown))); }

private:
    const Tracer& tracer_;
    Span span_;
};

class WorkerTracing final : public WorkerInterceptor {
public:
    explicit WorkerTracing(const Tracer& tracer) : tracer_{tracer} {}

    Async<std::optional<Payload>> run_activity(ActivityCall call, Next next) const override {
        AttemptSpan span{tracer_, call.context.info()};
        try {
            co_return co_await next(std::move(call));
        } catch (...) {
            span.fail_by(std::current_exception());
            throw;
        }
    }

    void before_activation(const Activation& activation) const override {
        if (activation.is_replaying) return;
        for (const auto& job : activation.jobs) {
            const auto* start = std::get_if<job::InitializeWorkflow>(&job);
            if (start == nullptr) continue;
            auto span =
                tracer_.begin("RunWorkflow:" + start->workflow_type, Span::Kind::Server, read_trace(start->headers));
            span.set("temporalWorkflowID", start->workflow_id);
            span.set("temporalRunID", activation.run_id);
            tracer_.end(std::move(span));
        }
    }

    void outbound_headers(const Info& workflow, PayloadMap& headers) const override {
        if (const auto trace = read_trace(workflow.start.headers)) write_trace(*trace, headers);
    }

private:
    const Tracer& tracer_;
};

}  // namespace

std::shared_ptr<const WorkerInterceptor> make_worker_tracing_interceptor(const Tracer& tracer) {
    return std::make_shared<const WorkerTracing>(tracer);
}

}  // namespace acervo::temporal
