#pragma once

#include <string>
#include <utility>

#include "core/async.hpp"
#include "core/result.hpp"
#include "http/problem/problem.hpp"
#include "http/routes/endpoint.hpp"

namespace acervo::http {

/// What most operations answer: the problem, or the JSON of what `view` makes of the value.
template <class T, class View>
Response answer(const Result<T>& result, View view) {
    if (!result) return problem(result.error());
    return json_response(200, encode(view(*result)));
}

/// 201 with the path of what was made.
template <class T, class View, class PathOf>
Response created(const Result<T>& result, View view, PathOf path_of) {
    if (!result) return problem(result.error());
    auto response = json_response(201, encode(view(*result)));
    response.headers.set("Location", path_of(*result));
    return response;
}

/// The problem, or 204.
inline Response done(const Result<void>& result) { return result ? Response{204} : problem(result.error()); }

/// A body as `decode`, a `decode_…` of the contract, reads it.
template <class Decode>
auto read_body(Request& request, const api::Operation& operation, Decode decode)
    -> Async<decltype(decode(std::string_view{}))> {
    const auto text = CO_TRY(co_await read_json(request, operation));
    co_return decode(text);
}

}  // namespace acervo::http
