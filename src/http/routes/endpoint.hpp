#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "app/identity/identity.hpp"
#include "core/async.hpp"
#include "domain/identity/user.hpp"
#include "http/generated/operations.hpp"
#include "http/router/router.hpp"
#include "http/server/request.hpp"
#include "http/server/response.hpp"

namespace acervo::http {

/// What an operation does for a caller who may do it.
using Endpoint = std::function<Async<Response>(Request, Caller)>;

/// The route of an operation of the contract. For all but anonymous ones the caller is known by its session and has the
/// operation's permission before `endpoint` is called; else 401 or 403. `identity` must outlive the router.
Route endpoint(const api::Operation& operation, Identity& identity, Endpoint endpoint);

/// Adds the routes of operations that work on `things`, which must outlive the router: call what it answers with an
/// operation and `Async<Response> route(Things&..., Request, Caller)`.
template <class... Things>
auto routes_on(Router& router, Identity& identity, Things&... things) {
    return [&](const api::Operation& operation, auto route) {
        router.add(endpoint(operation, identity, [&things..., route](Request request, Caller caller) {
            return route(things..., std::move(request), std::move(caller));
        }));
    };
}

/// The token of `Authorization: Bearer …` (RFC 6750 §2.1); Unauthenticated when there is none.
Result<Secret> bearer_token(const Request& request);

/// Whether a Content-Type names `media_type`: in any case, with or without parameters (RFC 9110 §8.3.1).
bool is_of_type(std::string_view content_type, std::string_view media_type) noexcept;

/// The body as text: UnsupportedType when it is not declared as what the operation takes; TooLarge beyond the
/// operation's limit.
Async<Result<std::string>> read_json(Request& request, const api::Operation& operation);

/// An answer with a JSON body.
Response json_response(int status, std::string body);

/// The same, for a body that holds a secret: nobody keeps it.
Response private_json_response(int status, std::string body);

}  // namespace acervo::http
