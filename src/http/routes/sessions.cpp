#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"
#include "http/problem/problem.hpp"
#include "http/routes/endpoint.hpp"
#include "http/routes/routes.hpp"
#include "http/routes/views.hpp"

namespace acervo::http {
namespace {

Async<Result<SignedIn>> open(Identity& identity, Request request) {
    const auto body = CO_TRY(co_await read_json(request, api::kOpenSession));
    const auto given = CO_TRY(api::decode_sign_in(body));
    SignIn order{.username = given.login,
                 .password = given.password,
                 .remote_address = request.remote_address,
                 .request_id = request.request_id};
    co_return co_await sign_in(identity, std::move(order));
}

Async<Response> open_session(Identity& identity, Request request) {
    const auto opened = co_await open(identity, std::move(request));
    if (!opened) co_return problem(opened.error());
    api::Session session;
    session.access_token = opened->token;
    session.expires_in = static_cast<std::int32_t>(opened->lifetime.count());
    session.user = view_of(opened->user);
    co_return private_json_response(201, encode(session));
}

Async<Response> close_session(Identity& identity, Request request) {
    const auto token = bearer_token(request);
    if (!token) co_return problem(token.error());
    const auto closed = co_await sign_out(identity, *token, request.request_id);
    if (!closed) co_return problem(closed.error());
    co_return Response{204};
}

Async<Response> get_current_user(Identity& identity, Caller caller) {
    const auto user = co_await show_user(identity, caller.principal.user);
    if (!user) co_return problem(user.error());
    co_return json_response(200, encode(view_of(*user)));
}

}  // namespace

void add_session_routes(Router& router, Identity& identity) {
    router.add(endpoint(api::kOpenSession, identity, [&identity](Request request, const Caller&) {
        return open_session(identity, std::move(request));
    }));
    router.add(endpoint(api::kCloseSession, identity, [&identity](Request request, const Caller&) {
        return close_session(identity, std::move(request));
    }));
    router.add(endpoint(api::kGetCurrentUser, identity, [&identity](const Request&, Caller caller) {
        return get_current_user(identity, std::move(caller));
    }));
}

}  // namespace acervo::http
