#include "temporal/client/tracing_interceptor.hpp"

#include "temporal/tracing/trace_header.hpp"

namespace acervo::temporal {

namespace {

/// A span that ends with the call, also with one that is cancelled or destroyed.
class CallSpan {
public:
    CallSpan(const Tracer& tracer, const std::string& name, const CallTerms& terms)
        : tracer_{tracer}, span_{tracer.begin(name, Span::Kind::Client, terms.trace)} {}
    ~CallSpan() { tracer_.end(std::move(span_)); }
    CallSpan(const CallSpan&) = delete;
    CallSpan& operator=(const CallSpan&) = delete;

    void tag(const std::string& workflow_id) { span_.set("temporalWorkflowID", workflow_id); }
    void write_into(PayloadMap& headers) const { write_trace(span_.context, headers); }
    template <class T>
    Result<T> seen(Result<T> result) {
        if (!result) span_.fail(result.error().message());
        return result;
    }

private:
    const Tracer& tracer_;
    Span span_;
};

class TracingOutbound final : public ForwardingOutbound {
public:
    TracingOutbound(std::shared_ptr<ClientOutbound> next, const Tracer& tracer)
        : ForwardingOutbound{std::move(next)}, tracer_{tracer} {}

    Async<Result<StartedWorkflow>> start(StartWorkflow call) override {
        CallSpan span{tracer_, "StartWorkflow:" + call.workflow_type, call.terms};
        span.tag(call.options.workflow_id);
        span.write_into(call.headers);
        co_return span.seen(co_await next().start(std::move(call)));
    }
    Async<Result<void>> signal(SignalWorkflow call) override {
        CallSpan span{tracer_, "SignalWorkflow:" + call.signal_name, call.terms};
        span.tag(call.execution.workflow_id);
        span.write_into(call.headers);
        co_return span.seen(co_await next().signal(std::move(call)));
    }
    Async<Result<StartedWorkflow>> signal_with_start(SignalWithStart call) override {
        CallSpan span{tracer_, "SignalWithStartWorkflow:" + call.start.workflow_type, call.start.terms};
        span.tag(call.start.options.workflow_id);
        span.write_into(call.start.headers);
        co_return span.seen(co_await next().signal_with_start(std::move(call)));
    }
    Async<Result<Payload>> query(QueryWorkflow call) override {
        CallSpan span{tracer_, "QueryWorkflow:" + call.query_name, call.terms};
        span.tag(call.execution.workflow_id);
        span.write_into(call.headers);
        co_return span.seen(co_await next().query(std::move(call)));
    }
    Async<Result<UpdateState>> update(UpdateWorkflow call) override {
        CallSpan span{tracer_, "UpdateWorkflow:" + call.update_name, call.terms};
        span.tag(call.execution.workflow_id);
        span.write_into(call.headers);
        co_return span.seen(co_await next().update(std::move(call)));
    }
    Async<Result<void>> cancel(CancelWorkflow call) override {
        CallSpan span{tracer_, "CancelWorkflow", call.terms};
        span.tag(call.execution.workflow_id);
        co_return span.seen(co_await next().cancel(std::move(call)));
    }
    Async<Result<void>> terminate(TerminateWorkflow call) override {
        CallSpan span{tracer_, "TerminateWorkflow", call.terms};
        span.tag(call.execution.workflow_id);
        co_return span.seen(co_await next().terminate(std::move(call)));
    }

private:
    const Tracer& tracer_;
};

class TracingInterceptor final : public ClientInterceptor {
public:
    explicit TracingInterceptor(const Tracer& tracer) : tracer_{tracer} {}
    std::shared_ptr<ClientOutbound> intercept(std::shared_ptr<ClientOutbound> next) const override {
        return std::make_shared<TracingOutbound>(std::move(next), tracer_);
    }

private:
    const Tracer& tracer_;
};

}  // namespace

std::shared_ptr<const ClientInterceptor> make_tracing_interceptor(const Tracer& tracer) {
    return std::make_shared<const TracingInterceptor>(tracer);
}

}  // namespace acervo::temporal
