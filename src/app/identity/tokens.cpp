#include "app/identity/tokens.hpp"

#include "app/access/audited.hpp"
#include "app/identity/check_credentials.hpp"
#include "app/limits/network.hpp"
#include "core/digest.hpp"
#include "core/random.hpp"
#include "store/identity/refresh_tokens.hpp"

namespace acervo {
namespace {

constexpr std::size_t kTokenBytes = 32;

/// One try to go on with a session; the transaction may run more than once.
struct Turn {
    std::string used_hash;
    std::string next_hash;
    SessionExtension extension;
    std::string request_id;
    // What came out of it:
    std::optional<SessionId> session{};
    std::optional<ExtendedSession> extended{};
    bool used_again{false};
};

Async<Result<void>> end_session(Transaction& tx, SessionId session, std::string request_id) {
    const auto user = CO_TRY(co_await find_session_user(tx, session));
    CO_TRY(co_await revoke_session(tx, session));
    AuditDetails details;
    details.emplace_back("reason", "a refresh token was used twice");
    AuditEntry line{user, "session.revoke", "session", session.to_string(), std::move(request_id), to_json(details)};
    co_return co_await append_audit(tx, std::move(line));
}

Async<Result<void>> take_turn(Transaction& tx, Turn* turn) {
    turn->session.reset();
    turn->extended.reset();
    const auto use = CO_TRY(co_await use_refresh_token(tx, turn->used_hash));
    if (!use) co_return ok();
    turn->session = use->session;
    turn->used_again = use->again;
    if (use->again) co_return co_await end_session(tx, use->session, turn->request_id);
    turn->extended = CO_TRY(co_await extend_session(tx, use->session, turn->extension));
    if (turn->extended) CO_TRY(co_await insert_refresh_token(tx, turn->next_hash, use->session));
    co_return ok();
}

struct Opening {
    SessionId session;
    UserId user;
    Timestamp expires_at;
    std::string refresh_hash;
    std::string request_id;
};

Async<Result<void>> write_session(Transaction& tx, Opening opening) {
    CO_TRY(co_await insert_token_session(tx, opening.session, opening.user, opening.expires_at));
    CO_TRY(co_await insert_refresh_token(tx, opening.refresh_hash, opening.session));
    AuditEntry line{opening.user, "session.create", "session", opening.session.to_string(), opening.request_id};
    co_return co_await append_audit(tx, std::move(line));
}

Error no_keys() { return Error{ErrorKind::Unavailable, "no key for tokens is configured"}; }

}  // namespace

Async<Result<Tokens>> open_tokens(Identity& identity, SignIn request) {
    if (identity.tokens == nullptr) co_return fail(no_keys());
    const auto request_id = request.request_id;
    const auto user = CO_TRY(co_await check_credentials(identity, std::move(request)));
    const auto now = identity.clock.now();
    const Secret refresh{random_token(kTokenBytes)};
    const Opening opening{.session = SessionId::make(),
                          .user = user.principal.user,
                          .expires_at = now + identity.rules.session_lifetime,
                          .refresh_hash = sha256_hex(refresh.reveal()),
                          .request_id = request_id};
    const auto write = [&opening](Transaction& tx) { return write_session(tx, opening); };
    CO_TRY(co_await in_transaction(identity.database, write));
    co_return Tokens{.access = identity.tokens->issue(opening.session, opening.user, now),
                     .access_lifetime = identity.tokens->lifetime(),
                     .refresh = refresh,
                     .refresh_lifetime = identity.rules.session_lifetime,
                     .user = user};
}

Async<Result<Tokens>> refresh_tokens(Identity& identity, Exchange exchange) {
    if (identity.tokens == nullptr) co_return fail(no_keys());
    const RateLimit limit{.allowed = identity.rules.exchanges_per_network};
    CO_TRY(co_await identity.limiter.admit("refresh:" + network_of(exchange.remote_address), limit));
    const auto now = identity.clock.now();
    const Secret next{random_token(kTokenBytes)};
    const SessionExtension extension{.expires_at = now + identity.rules.session_lifetime,
                                     .longest = identity.rules.longest_session};
    Turn turn{.used_hash = sha256_hex(exchange.refresh_token.reveal()),
              .next_hash = sha256_hex(next.reveal()),
              .extension = extension,
              .request_id = exchange.request_id};
    const auto work = [&turn](Transaction& tx) { return take_turn(tx, &turn); };
    CO_TRY(co_await in_transaction(identity.database, work));
    if (turn.used_again) {
        std::vector<std::string> ended{turn.session->to_string()};
        co_await mark_signed_out(identity, std::move(ended));
    }
    if (!turn.extended) {
        co_return fail(ErrorKind::Unauthenticated, "sign in first: the refresh token is unknown, used or over");
    }
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(turn.extended->expires_at - now);
    co_return Tokens{.access = identity.tokens->issue(*turn.session, turn.extended->user.principal.user, now),
                     .access_lifetime = identity.tokens->lifetime(),
                     .refresh = next,
                     .refresh_lifetime = left,
                     .user = turn.extended->user};
}

}  // namespace acervo
