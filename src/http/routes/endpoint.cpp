#include "http/routes/endpoint.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/identity/call_budget.hpp"
#include "http/operation/operation_route.hpp"
#include "http/problem/problem.hpp"
#include "http/routes/rate_headers.hpp"

namespace acervo::http {
namespace {

Result<Caller> authorize(const LiveSession& session, Permission needed, std::string request_id) {
    if (!allows(session.principal.role, needed)) {
        return fail(ErrorKind::Forbidden, fmt::format("{} is needed", name_of(needed)));
    }
    if (!session.principal.scopes.has(needed)) {
        return fail(ErrorKind::Forbidden, fmt::format("the key's scopes lack {}", name_of(needed)));
    }
    return Caller{.principal = session.principal, .request_id = std::move(request_id)};
}

Async<Response> serve_anybody(const api::Operation& operation, const Endpoint& endpoint, Request request) {
    if (auto refused = refuse_query(operation, request)) co_return *std::move(refused);
    Caller nobody{.principal = {}, .request_id = request.request_id};
    co_return co_await endpoint(std::move(request), std::move(nobody));
}

/// Who is not signed in hears that, until the network has asked too often.
Async<Response> refuse_stranger(Identity& identity, Error error, std::string remote_address) {
    if (error.kind() != ErrorKind::Unauthenticated) co_return problem(std::move(error));
    const auto rate = co_await spend_as_stranger(identity, std::move(remote_address));
    co_return with_rate(problem(rate.admitted ? std::move(error) : too_many(rate.wait)), rate);
}

Async<Response> serve_caller(const api::Operation& operation, const Endpoint& endpoint, LiveSession session,
                             Request request) {
    auto caller = authorize(session, operation.permission, request.request_id);
    if (!caller) co_return problem(std::move(caller).error());
    // After the caller: who is not signed in learns that, whatever else is wrong.
    if (auto refused = refuse_query(operation, request)) co_return *std::move(refused);
    co_return co_await endpoint(std::move(request), *std::move(caller));
}

Async<Response> guarded(Identity& identity, const api::Operation& operation, const Endpoint& endpoint,
                        Request request) {
    if (operation.permission == Permission::Anonymous) {
        co_return co_await serve_anybody(operation, endpoint, std::move(request));
    }
    const auto token = bearer_token(request);
    if (!token) co_return co_await refuse_stranger(identity, token.error(), request.remote_address);
    const auto session = co_await find_session(identity, *token);
    if (!session) co_return co_await refuse_stranger(identity, session.error(), request.remote_address);
    const auto rate = co_await spend_call(identity, *session, operation.permission);
    if (!rate.admitted) co_return with_rate(problem(too_many(rate.wait)), rate);
    co_return with_rate(co_await serve_caller(operation, endpoint, *session, std::move(request)), rate);
}

}  // namespace

Route endpoint(const api::Operation& operation, Identity& identity, Endpoint endpoint) {
    Handler handler = [&identity, &operation, endpoint = std::move(endpoint)](Request request) {
        return guarded(identity, operation, endpoint, std::move(request));
    };
    return operation_route(operation, std::move(handler), QueryCheck::ByHandler);
}

Result<Secret> bearer_token(const Request& request) {
    constexpr std::string_view kScheme = "bearer ";
    const auto header = request.headers.find("Authorization").value_or("");
    const auto scheme_matches = [&] {
        return header.size() > kScheme.size() &&
               std::ranges::equal(header.substr(0, kScheme.size()), kScheme, {},
                                  [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    };
    if (!scheme_matches()) return fail(ErrorKind::Unauthenticated, "sign in first: there is no bearer token");
    return Secret{std::string{header.substr(kScheme.size())}};
}

bool is_of_type(std::string_view content_type, std::string_view media_type) noexcept {
    auto type = content_type.substr(0, content_type.find(';'));
    type = type.substr(0, type.find_last_not_of(" \t") + 1);
    return Headers::same_name(type, media_type);
}

Async<Result<std::string>> read_json(Request& request, const api::Operation& operation) {
    if (!is_of_type(request.headers.find("Content-Type").value_or(""), operation.media_type)) {
        co_return fail(ErrorKind::UnsupportedType, fmt::format("the body must be {}", operation.media_type));
    }
    co_return co_await read_all(*request.body, operation.body_limit);
}

Response json_response(int status, std::string body) { return Response{status, "application/json", std::move(body)}; }

Response private_json_response(int status, std::string body) {
    auto response = json_response(status, std::move(body));
    response.headers.set("Cache-Control", "no-store");
    return response;
}

}  // namespace acervo::http
