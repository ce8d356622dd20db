#include "app/identity/tokens.hpp"

#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"
#include "http/operation/operation_route.hpp"
#include "http/routes/answers.hpp"
#include "http/routes/routes.hpp"
#include "http/routes/views.hpp"

namespace acervo::http {
namespace {

Response answer_tokens(const Result<Tokens>& made) {
    if (!made) return problem(made.error());
    api::Tokens view;
    view.access_token = made->access;
    view.expires_in = static_cast<std::int32_t>(made->access_lifetime.count());
    view.refresh_token = made->refresh;
    view.refresh_expires_in = static_cast<std::int32_t>(made->refresh_lifetime.count());
    view.user = view_of(made->user);
    return private_json_response(201, encode(view));
}

Async<Response> open_tokens_route(Identity& identity, Request request) {
    const auto given = co_await read_body(request, api::kOpenTokens, api::decode_sign_in);
    if (!given) co_return problem(given.error());
    SignIn order{.username = given->login,
                 .password = given->password,
                 .remote_address = request.remote_address,
                 .request_id = request.request_id};
    co_return answer_tokens(co_await open_tokens(identity, std::move(order)));
}

Async<Response> refresh_tokens_route(Identity& identity, Request request) {
    const auto given = co_await read_body(request, api::kRefreshTokens, api::decode_refresh_tokens);
    if (!given) co_return problem(given.error());
    Exchange exchange{.refresh_token = given->refresh_token,
                      .remote_address = request.remote_address,
                      .request_id = request.request_id};
    co_return answer_tokens(co_await refresh_tokens(identity, std::move(exchange)));
}

Async<Response> token_keys(const AccessTokens* tokens) {
    auto response = json_response(200, tokens == nullptr ? R"({"keys":[]})" : tokens->public_keys());
    // A new key is announced before anything is signed with it: who asks within that time is never too late.
    response.headers.set("Cache-Control", "public, max-age=300");
    co_return response;
}

}  // namespace

void add_token_routes(Router& router, Identity& identity) {
    router.add(endpoint(api::kOpenTokens, identity, [&identity](Request request, const Caller&) {
        return open_tokens_route(identity, std::move(request));
    }));
    router.add(endpoint(api::kRefreshTokens, identity, [&identity](Request request, const Caller&) {
        return refresh_tokens_route(identity, std::move(request));
    }));
    router.add(
        operation_route(api::kGetTokenKeys, [&identity](const Request&) { return token_keys(identity.tokens); }));
}

}  // namespace acervo::http
