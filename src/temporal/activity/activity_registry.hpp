#pragma once

#include <concepts>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/activity/activity_context.hpp"
#include "temporal/workflow/arguments.hpp"
#include "temporal/workflow/declarations.hpp"
#include "temporal/workflow/registry.hpp"

namespace acervo::temporal {

/// The activities a worker can run, by type name.
///
///   ActivityRegistry registry;
///   registry.add(probe, [&tools](ActivityContext ctx, AssetId asset) { return probe_master(tools, ctx, asset); });
///
/// What returns `Async<…>` is a coroutine and runs on the worker's loop; everything else may block, and runs on the
/// worker's threads for activities. Both may return R or Result<R>: an error fails the attempt, with its kind as type.
/// Whether the attempt is repeated is up to the retry policy, except for failures that say that they are not retryable.
class ActivityRegistry {
public:
    using Answer = std::optional<Payload>;
    using Blocking = std::function<Answer(ActivityContext, const Payloads&)>;
    using Coroutine = std::function<Async<Answer>(ActivityContext, Payloads)>;
    using Body = std::variant<Blocking, Coroutine>;

    /// `function(arguments…)` or `function(ActivityContext, arguments…)`. It is called from several threads at once,
    /// and what it captures must outlive the worker. A lambda that captures must not itself be a coroutine: let it call
    /// one. std::logic_error for a name that is taken.
    template <class R, class... P, class F>
    ActivityRegistry& add(const Activity<R(P...)>& activity, F function);

    /// Null when there is none.
    const Body* find(const std::string& type) const noexcept {
        const auto found = bodies_.find(type);
        return found == bodies_.end() ? nullptr : &found->second;
    }
    bool empty() const noexcept { return bodies_.empty(); }
    /// `probe, publish`
    std::string known_types() const;

private:
    void add_body(const std::string& type, Body body);
    std::map<std::string, Body> bodies_;
};

namespace activity_detail {

template <class T>
struct AwaitedOf {
    using Type = T;
    static constexpr bool kCoroutine = false;
};
template <class T>
struct AwaitedOf<Async<T>> {
    using Type = T;
    static constexpr bool kCoroutine = true;
};

/// R or Result<R>, as the activity's payload.
template <class R, class Got>
std::optional<Payload> answer_of(Got got, const std::string& what) {
    if constexpr (IsResult<Got>::value) {
        if (!got) throw ApplicationFailure{to_failure(got.error())};
        if constexpr (std::is_void_v<R>) {
            return std::nullopt;
        } else {
            const R& value = *got;
            return encode_or_throw(value, "result of " + what);
        }
    } else {
        const R& value = got;
        return encode_or_throw(value, "result of " + what);
    }
}

template <class... P, class F>
decltype(auto) call(F& function, const ActivityContext& context, P&... arguments) {
    if constexpr (std::invocable<F&, ActivityContext, P...>) {
        return function(context, std::move(arguments)...);
    } else {
        static_assert(std::invocable<F&, P...>, "an activity takes its declared arguments, or a context and them");
        return function(std::move(arguments)...);
    }
}
template <class F, class... P>
using Called = decltype(call<P...>(std::declval<F&>(), std::declval<const ActivityContext&>(), std::declval<P&>()...));

template <class R, class... P, class F>
std::optional<Payload> run_blocking(F& function, const ActivityContext& context, const Payloads& input,
                                    const std::string& what) {
    auto arguments = decode_arguments<P...>(input, what);
    const auto invoke = [&](P&... one) -> decltype(auto) { return call<P...>(function, context, one...); };
    if constexpr (std::is_void_v<Called<F, P...>>) {
        std::apply(invoke, arguments);
        return std::nullopt;
    } else {
        return answer_of<R>(std::apply(invoke, arguments), what);
    }
}

/// The frame holds the function that it runs.
template <class R, class... P, class F>
Async<std::optional<Payload>> run_coroutine(std::shared_ptr<F> function, ActivityContext context, Payloads input,
                                            std::string what) {
    auto arguments = decode_arguments<P...>(input, what);
    const auto invoke = [&](P&... one) { return call<P...>(*function, context, one...); };
    auto work = std::apply(invoke, arguments);
    using Got = typename AwaitedOf<Called<F, P...>>::Type;
    if constexpr (std::is_void_v<Got>) {
        co_await std::move(work);
        co_return std::nullopt;
    } else {
        auto got = co_await std::move(work);
        co_return answer_of<R>(std::move(got), what);
    }
}

}  // namespace activity_detail

template <class R, class... P, class F>
ActivityRegistry& ActivityRegistry::add(const Activity<R(P...)>& activity, F function) {
    using Returned = activity_detail::Called<F, P...>;
    using Got = typename activity_detail::AwaitedOf<Returned>::Type;
    static_assert(std::is_void_v<R> || !std::is_void_v<Got>, "this activity has a result, and the function has none");
    // Calls hold it too: an activity that a shutdown left behind may outlive the registry.
    auto held = std::make_shared<F>(std::move(function));
    auto what = "activity \"" + activity.name() + "\"";
    if constexpr (activity_detail::AwaitedOf<Returned>::kCoroutine) {
        add_body(activity.name(), Coroutine{[held, what](ActivityContext context, Payloads input) {
                     return activity_detail::run_coroutine<R, P...>(held, std::move(context), std::move(input), what);
                 }});
    } else {
        add_body(activity.name(), Blocking{[held, what](ActivityContext context, const Payloads& input) {
                     return activity_detail::run_blocking<R, P...>(*held, context, input, what);
                 }});
    }
    return *this;
}

}  // namespace acervo::temporal
