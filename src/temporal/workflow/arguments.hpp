#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "temporal/payload/convert.hpp"
#include "temporal/payload/failures.hpp"
#include "temporal/workflow/future.hpp"

namespace acervo::temporal {

/// One payload; PayloadError that begins with `what`.
template <class T>
Payload encode_or_throw(const T& value, const std::string& what) {
    return value_or_throw(encode(value), what);
}

template <class... P>
Payloads encode_arguments(const std::string& what, const P&... arguments) {
    Payloads payloads;
    payloads.reserve(sizeof...(P));
    (payloads.push_back(encode_or_throw(arguments, "argument of " + what)), ...);
    return payloads;
}

/// By position. A missing argument is null, which an optional takes; more of them than wanted are ignored, so that a
/// newer caller may add one.
template <class... P>
std::tuple<P...> decode_arguments(const Payloads& payloads, const std::string& what) {
    const auto one = [&]<class T>(std::size_t index) -> T {
        const auto name = "argument " + std::to_string(index + 1) + " of " + what;
        return value_or_throw(decode<T>(index < payloads.size() ? payloads[index] : null_payload()), name);
    };
    const auto all = [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::tuple<P...> { one.template operator()<P>(I)... };
    };
    return all(std::index_sequence_for<P...>{});
}

/// The answer of an operation into the future that waits. A bad payload is a bug, thrown where it is awaited.
template <class T>
void receive_into(FutureState<T>& state, const std::optional<Payload>& payload, const std::string& what) {
    if constexpr (std::is_void_v<T>) {
        state.succeed({});
    } else {
        try {
            state.succeed(value_or_throw(decode<T>(payload ? *payload : null_payload()), what));
        } catch (const PayloadError&) {
            state.fail(std::current_exception());
        }
    }
}

}  // namespace acervo::temporal
