#include "core/traced_work.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/require.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <type_traits>

namespace acervo {

namespace asio = boost::asio;

namespace {

/// Another executor with a scope tied to it: everything else is asked of that one (in the manner of asio::strand).
class TracingExecutor {
public:
    TracingExecutor(asio::any_io_executor inner, std::shared_ptr<const TraceScope> scope) noexcept
        : inner_{std::move(inner)}, scope_{std::move(scope)} {}

    const TraceScope& scope() const noexcept { return *scope_; }

    template <class Property>
        requires(asio::can_query<const asio::any_io_executor&, Property>::value)
    typename asio::query_result<const asio::any_io_executor&, Property>::type query(const Property& property) const {
        return asio::query(inner_, property);
    }
    template <class Property>
        requires(asio::can_require<const asio::any_io_executor&, Property>::value)
    TracingExecutor require(const Property& property) const {
        return {asio::require(inner_, property), scope_};
    }
    template <class Property>
        requires(asio::can_prefer<const asio::any_io_executor&, Property>::value)
    TracingExecutor prefer(const Property& property) const {
        return {asio::prefer(inner_, property), scope_};
    }
    template <class Function>
    void execute(Function&& function) const {
        inner_.execute(std::forward<Function>(function));
    }
    friend bool operator==(const TracingExecutor& left, const TracingExecutor& right) noexcept {
        return left.inner_ == right.inner_ && left.scope_ == right.scope_;
    }

private:
    asio::any_io_executor inner_;
    std::shared_ptr<const TraceScope> scope_;
};

}  // namespace

Async<void> trace_detail::run(TraceScope scope, Async<void> work) {
    const asio::any_io_executor executor =
        TracingExecutor{co_await asio::this_coro::executor, std::make_shared<const TraceScope>(std::move(scope))};
    co_await asio::co_spawn(executor, std::move(work), asio::use_awaitable);
}

TracedCall::TracedCall(const asio::any_io_executor& executor, std::string_view name) {
    const auto* tracing = executor.target<TracingExecutor>();
    if (tracing == nullptr) return;
    const auto& scope = tracing->scope();
    tracer_ = &scope.tracer();
    span_ = std::make_unique<Span>(tracer_->begin(std::string{name}, Span::Kind::Client, scope.parent()));
}

TracedCall::~TracedCall() {
    if (span_) tracer_->end(std::move(*span_));
}

void TracedCall::fail(const Error& error) {
    if (!span_) return;
    span_->set("error.type", name_of(error.kind()));
    span_->fail(error.message());
}

}  // namespace acervo
