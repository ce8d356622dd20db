#pragma once

#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "temporal/workflow/context.hpp"

namespace acervo::temporal {

/// The workflows a worker can run, by type name.
///
///   Task<Summary> ingest_workflow(Context ctx, IngestInput input) { … }
///   Registry registry;
///   registry.add(ingest, &ingest_workflow);
class Registry {
public:
    using Body = std::function<Task<std::optional<Payload>>(Context, Payloads)>;

    /// `function(Context, arguments…)` is a coroutine that returns Task<R>, or Task<Result<R>>: an error fails the
    /// workflow with its kind as type. std::logic_error for a name that is taken.
    template <class R, class... P, class F>
    Registry& add(const Workflow<R(P...)>& workflow, F function);

    /// Null when there is none.
    const Body* find(const std::string& type) const noexcept {
        const auto found = bodies_.find(type);
        return found == bodies_.end() ? nullptr : &found->second;
    }
    /// `ingest, transcode`
    std::string known_types() const;

private:
    void add_body(const std::string& type, Body body);
    std::map<std::string, Body> bodies_;
};

template <class T>
struct IsResult : std::false_type {};
template <class T>
struct IsResult<Result<T>> : std::true_type {};

/// Decodes, calls, encodes. `context` lives in this frame, so functions may take `Context&`.
template <class R, class... P, class F>
Task<std::optional<Payload>> call_workflow(F function, Context context, Payloads input, std::string what) {
    auto arguments = decode_arguments<P...>(input, what);
    const auto call = [&](auto&... one) { return function(context, std::move(one)...); };
    auto task = std::apply(call, arguments);
    using Answer = decltype(std::move(task).operator co_await().await_resume());
    if constexpr (std::is_void_v<Answer>) {
        co_await std::move(task);
        co_return std::nullopt;
    } else if constexpr (IsResult<Answer>::value) {
        auto answer = co_await std::move(task);
        if (!answer) throw ApplicationFailure{to_failure(answer.error())};
        if constexpr (std::is_void_v<R>) {
            co_return std::nullopt;
        } else {
            co_return encode_or_throw(*answer, "result of " + what);
        }
    } else {
        const R answer = co_await std::move(task);
        co_return encode_or_throw(answer, "result of " + what);
    }
}

template <class R, class... P, class F>
Registry& Registry::add(const Workflow<R(P...)>& workflow, F function) {
    static_assert(std::is_pointer_v<F> || std::is_empty_v<F>,
                  "a workflow is a function, or a lambda without captures: captures would not outlive the call");
    static_assert(IsTask<std::invoke_result_t<F, Context&, P...>>::value,
                  "a workflow takes a Context and its declared arguments, and returns a Task");
    auto body = [function, what = "workflow \"" + workflow.name() + "\""](Context context, Payloads input) {
        return call_workflow<R, P...>(function, std::move(context), std::move(input), what);
    };
    add_body(workflow.name(), std::move(body));
    return *this;
}

}  // namespace acervo::temporal
