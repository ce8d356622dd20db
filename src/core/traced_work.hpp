#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/async.hpp"
#include "core/error.hpp"
#include "core/result.hpp"
#include "core/trace.hpp"

namespace acervo {

/// Under which span a piece of work is recorded.
class TraceScope {
public:
    /// `tracer` outlives the work.
    TraceScope(const Tracer& tracer, TraceContext parent) : tracer_{&tracer}, parent_{std::move(parent)} {}
    const Tracer& tracer() const noexcept { return *tracer_; }
    const TraceContext& parent() const noexcept { return parent_; }

private:
    const Tracer* tracer_;
    TraceContext parent_;
};

namespace trace_detail {

Async<void> run(TraceScope scope, Async<void> work);

/// `out` is a local of the one who awaits this.
template <class T>
Async<void> keep(Async<T> work, std::optional<T>& out) {
    out.emplace(co_await std::move(work));
}

}  // namespace trace_detail

/// Runs `work` so that the calls to servers that it makes, however deep, find `scope` and become spans under it. The
/// scope rides on the executor of the coroutine, so nobody in between has to hand it on, and work that is not recorded
/// pays nothing. Exceptions and cancellation pass through.
template <class T>
Async<T> run_in_trace(TraceScope scope, Async<T> work) {
    std::optional<T> result;
    auto kept = trace_detail::keep<T>(std::move(work), result);
    co_await trace_detail::run(std::move(scope), std::move(kept));
    co_return *std::move(result);
}

/// One call to a server within traced work; nothing at all in work that is not recorded.
///
///   TracedCall call{co_await boost::asio::this_coro::executor, "assets.find"};
///   call.set("db.system.name", "postgresql");
///   auto rows = co_await …;
///   call.settle(rows);
///
/// The span ends with the object, also when the coroutine is cancelled or destroyed.
class TracedCall {
public:
    /// `executor`: of the coroutine that makes the call.
    TracedCall(const boost::asio::any_io_executor& executor, std::string_view name);
    ~TracedCall();
    TracedCall(const TracedCall&) = delete;
    TracedCall& operator=(const TracedCall&) = delete;

    /// As `Span::set`.
    template <class V>
    void set(std::string_view attribute, V value) {
        if (span_) span_->set(attribute, value);
    }
    template <class T>
    void settle(const Result<T>& result) {
        if (!result) fail(result.error());
    }
    /// Also sets `error.type` to the error's kind.
    void fail(const Error& error);
    /// For the headers of a call over HTTP; null when nothing is recorded.
    const TraceContext* context() const noexcept { return span_ ? &span_->context : nullptr; }

private:
    const Tracer* tracer_{nullptr};
    std::unique_ptr<Span> span_;
};

}  // namespace acervo
