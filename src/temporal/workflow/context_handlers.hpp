#pragma once

// How contexts listen to signals, queries and updates; include context.hpp.

#include "temporal/workflow/context_type.hpp"

namespace acervo::temporal {

template <class T>
struct IsTask : std::false_type {};
template <class T>
struct IsTask<Task<T>> : std::true_type {};

/// A handler that is a coroutine itself must not capture: the captures die with the lambda's copy, not with the frame.
/// A lambda may instead call a coroutine function and return its task.
template <class... P, class F>
void Context::on(const Signal<P...>& signal, F handler) const {
    static_assert(std::invocable<F&, P...>, "the handler must take what the signal carries");
    SignalHandler erased;
    erased.call = [context = Context{*run_}, handler = std::move(handler),
                   what = "signal \"" + signal.name() + "\""](const Payloads& input) mutable {
        std::optional<std::tuple<P...>> arguments;
        try {
            arguments.emplace(decode_arguments<P...>(input, what));
        } catch (const PayloadError& unreadable) {
            context.log().error("signal.dropped", {{"reason", unreadable.what()}});
            return;
        }
        if constexpr (IsTask<std::invoke_result_t<F&, P...>>::value) {
            context.run_->call_handler([&] {
                context.run_->watch_handler(context.spawn(std::apply(handler, *std::move(arguments))).state());
            });
        } else {
            context.run_->call_handler([&] { std::apply(handler, *std::move(arguments)); });
        }
    };
    run_->listen(signal.name(), std::move(erased));
}

template <class R, class... P, class F>
void Context::on(const Query<R(P...)>& query, F handler) const {
    static_assert(std::convertible_to<std::invoke_result_t<F&, P...>, R>, "the handler must answer the query's type");
    const auto life =
        std::is_empty_v<F> || std::is_pointer_v<F> ? HandlerLife::UntilEviction : HandlerLife::UntilMainEnds;
    auto call = [handler = std::move(handler), what = "query \"" + query.name() + "\""](const Payloads& input) mutable {
        const R answer = std::apply(handler, decode_arguments<P...>(input, what));
        return encode_or_throw(answer, "answer to " + what);
    };
    run_->listen(query.name(), QueryHandler{life, std::move(call)});
}

template <class R, class... P, class S, class F>
void Context::on(const Query<R(P...)>& query, S& state, F handler) const {
    static_assert(std::is_empty_v<F>, "a handler of a state object captures nothing, so that it can outlive the code");
    auto call = [&state, handler, what = "query \"" + query.name() + "\""](const Payloads& input) mutable {
        const auto with_state = [&](auto&&... arguments) -> R { return handler(state, std::move(arguments)...); };
        return encode_or_throw(std::apply(with_state, decode_arguments<P...>(input, what)), "answer to " + what);
    };
    run_->listen(query.name(), QueryHandler{HandlerLife::UntilEviction, std::move(call)});
}

template <class F>
void Context::on_other_signals(F handler) const {
    static_assert(std::invocable<F&, const std::string&, const Payloads&>, "the handler takes a name and payloads");
    run_->listen_to_others(OtherSignals{[context = Context{*run_}, handler = std::move(handler)](
                                            const std::string& name, const Payloads& input) mutable {
        context.run_->call_handler([&] { handler(name, input); });
    }});
}

template <class F>
void Context::on_other_queries(F handler) const {
    static_assert(std::is_invocable_r_v<Payload, F&, const std::string&, const Payloads&>,
                  "the handler takes a name and payloads, and answers a payload");
    const auto life =
        std::is_empty_v<F> || std::is_pointer_v<F> ? HandlerLife::UntilEviction : HandlerLife::UntilMainEnds;
    run_->listen_to_others(OtherQueries{life, std::move(handler)});
}

/// The answer of an update's task as a payload.
template <class R>
Task<Payload> encode_answer(Task<R> work, std::string what) {
    if constexpr (std::is_void_v<R>) {
        co_await std::move(work);
        co_return null_payload();
    } else {
        const auto answer = co_await std::move(work);
        co_return encode_or_throw(answer, what);
    }
}

template <class R, class... P, class F>
void Context::on(const Update<R(P...)>& update, F handler) const {
    on(update, std::move(handler), nullptr);
}

template <class R, class... P, class F, class V>
void Context::on(const Update<R(P...)>& update, F handler, V validator) const {
    using Answer = std::invoke_result_t<F&, P...>;
    const auto what = "update \"" + update.name() + "\"";
    UpdateHandler erased;
    // An update that cannot be read is refused too.
    erased.validate = [validator, what](const Payloads& input) mutable {
        auto arguments = decode_arguments<P...>(input, what);
        if constexpr (std::same_as<V, std::nullptr_t>) {
            static_cast<void>(validator);
        } else {
            std::apply(validator, std::move(arguments));
        }
    };
    erased.call = [context = Context{*run_}, handler = std::move(handler), what](const Payloads& input) mutable {
        auto arguments = decode_arguments<P...>(input, what);
        auto state = context.new_state<Payload>();
        if constexpr (IsTask<Answer>::value) {
            // A lambda may fail before it calls its coroutine: that too is the update's failure.
            std::optional<Answer> task;
            context.run_->answer_now(*state, [&] {
                task.emplace(std::apply(handler, std::move(arguments)));
                return null_payload();
            });
            if (!task) return Future<Payload>{state};
            return context.spawn(encode_answer(*std::move(task), "answer to " + what));
        } else {
            context.run_->answer_now(*state, [&] {
                if constexpr (std::is_void_v<R>) {
                    std::apply(handler, std::move(arguments));
                    return null_payload();
                } else {
                    const R answer = std::apply(handler, std::move(arguments));
                    return encode_or_throw(answer, "answer to " + what);
                }
            });
            return Future<Payload>{state};
        }
    };
    run_->listen(update.name(), std::move(erased));
}

}  // namespace acervo::temporal
