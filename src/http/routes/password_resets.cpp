#include "app/identity/password_reset.hpp"
#include "app/identity/reset_mails.hpp"
#include "http/generated/decode.hpp"
#include "http/generated/encode.hpp"
#include "http/generated/parameters.hpp"
#include "http/routes/answers.hpp"
#include "http/routes/idempotency_key.hpp"
#include "http/routes/routes.hpp"

namespace acervo::http {
namespace {

Async<Response> create_password_reset_route(Identity& identity, Request request, Caller caller) {
    const auto asked = api::decode_create_password_reset_parameters(request);
    if (!asked) co_return problem(asked.error());
    auto key = idempotency_key(request, api::kCreatePasswordReset, caller, {});
    const auto made = co_await create_password_reset(identity, std::move(caller), asked->user_id, std::move(key));
    if (!made) co_return problem(made.error());
    api::PasswordReset view;
    view.token = made->token;
    view.expires_at = made->expires_at;
    co_return private_json_response(201, encode(view));
}

Async<Response> reset_password_route(Identity& identity, Request request) {
    const auto given = co_await read_body(request, api::kResetPassword, api::decode_reset_password);
    if (!given) co_return problem(given.error());
    NewPassword order{.token = given->token,
                      .password = given->password,
                      .remote_address = request.remote_address,
                      .request_id = request.request_id};
    co_return done(co_await reset_password(identity, std::move(order)));
}

/// What a letter is written in when nobody says it.
constexpr auto kLanguage = Language::Es;

Async<Response> mail_password_reset_route(Identity& identity, Request request, Caller caller) {
    const auto asked = api::decode_mail_password_reset_parameters(request);
    if (!asked) co_return problem(asked.error());
    const auto given = co_await read_body(request, api::kMailPasswordReset, api::decode_mail_password_reset);
    if (!given) co_return problem(given.error());
    const auto language = given->language.value_or(kLanguage);
    const auto ordered = co_await mail_password_reset(identity, std::move(caller), asked->user_id, language);
    co_return ordered ? Response{202} : problem(ordered.error());
}

Async<Response> ask_password_reset_route(Identity& identity, Request request) {
    const auto given = co_await read_body(request, api::kAskPasswordReset, api::decode_ask_password_reset);
    if (!given) co_return problem(given.error());
    ResetAsked asked{.login = given->login,
                     .language = given->language.value_or(kLanguage),
                     .remote_address = request.remote_address,
                     .request_id = request.request_id};
    const auto done = co_await ask_password_reset(identity, std::move(asked));
    co_return done ? Response{202} : problem(done.error());
}

}  // namespace

void add_password_reset_routes(Router& router, Identity& identity) {
    router.add(endpoint(api::kCreatePasswordReset, identity, [&identity](Request request, Caller caller) {
        return create_password_reset_route(identity, std::move(request), std::move(caller));
    }));
    router.add(endpoint(api::kMailPasswordReset, identity, [&identity](Request request, Caller caller) {
        return mail_password_reset_route(identity, std::move(request), std::move(caller));
    }));
    router.add(endpoint(api::kAskPasswordReset, identity, [&identity](Request request, const Caller&) {
        return ask_password_reset_route(identity, std::move(request));
    }));
    router.add(endpoint(api::kResetPassword, identity, [&identity](Request request, const Caller&) {
        return reset_password_route(identity, std::move(request));
    }));
}

}  // namespace acervo::http
