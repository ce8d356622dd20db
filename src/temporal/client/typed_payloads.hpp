#pragma once

#include <string>
#include <type_traits>
#include <utility>

#include "core/async.hpp"
#include "core/result.hpp"
#include "temporal/payload/convert.hpp"

/// Between declared types and payloads, with errors as values. For the headers of this folder.
namespace acervo::temporal {

template <class... P>
Result<Payloads> encode_all(const P&... arguments) {
    Payloads payloads;
    payloads.reserve(sizeof...(P));
    Result<void> outcome;
    const auto add = [&](const auto& argument) {
        if (!outcome) return;
        auto payload = encode(argument);
        if (payload) {
            payloads.push_back(*std::move(payload));
        } else {
            outcome = std::unexpected{std::move(payload).error()};
        }
    };
    (add(arguments), ...);
    if (!outcome) return fail(std::move(outcome).error());
    return payloads;
}

template <class T>
Result<T> decode_as(const Payload& payload, const std::string& what) {
    if constexpr (std::is_void_v<T>) {
        return {};
    } else {
        auto value = decode<T>(payload);
        if (!value) return fail(std::move(value).error().with_context(what));
        return value;
    }
}

template <class T>
Async<Result<T>> decoded(Async<Result<Payload>> work, std::string what) {
    const auto payload = CO_TRY(co_await std::move(work));
    co_return decode_as<T>(payload, what);
}

}  // namespace acervo::temporal
