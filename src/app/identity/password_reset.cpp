#include "app/identity/password_reset.hpp"

#include "app/access/made_once.hpp"
#include "app/identity/password.hpp"
#include "app/limits/network.hpp"
#include "core/digest.hpp"
#include "core/random.hpp"
#include "store/identity/password_resets.hpp"
#include "store/identity/people.hpp"

namespace acervo {
namespace {

constexpr std::size_t kTokenBytes = 32;

struct Change {
    std::string token_hash;
    Secret password_hash;
    std::string request_id;
};

/// The sessions that the change ended.
Async<Result<void>> change_password(Transaction& tx, Change change, std::vector<std::string>* ended) {
    const auto user = CO_TRY(co_await take_password_reset(tx, change.token_hash));
    UserChange update;
    update.password_hash = change.password_hash;
    CO_TRY(co_await update_user(tx, user, std::move(update)));
    *ended = CO_TRY(co_await revoke_sessions_of(tx, user));
    AuditEntry line{user, "password.reset", "user", user.to_string(), change.request_id};
    co_return co_await append_audit(tx, std::move(line));
}

}  // namespace

Async<Result<PasswordReset>> create_password_reset(Identity& identity, Caller caller, UserId user,
                                                   std::optional<IdempotencyKey> key) {
    PasswordReset made;
    made.token = Secret{random_token(kTokenBytes)};
    made.expires_at = identity.clock.now() + identity.rules.reset_lifetime;
    const PasswordResetRow row{.user = user,
                               .token_hash = sha256_hex(made.token.reveal()),
                               .created_by = caller.principal.user,
                               .expires_at = made.expires_at};
    auto line = audit_line(caller, "password.offer_reset", "user", user);
    const auto put = [row](Transaction& tx) { return put_password_reset(tx, row); };
    Making<UserId> making{.id = user, .line = line, .key = std::move(key)};
    const auto done = CO_TRY(co_await made_once(identity.database, std::move(making), put));
    if (!done.is_new) CO_TRY(co_await audited(identity.database, std::move(line), put));
    co_return made;
}

Async<Result<void>> reset_password(Identity& identity, NewPassword order) {
    const RateLimit limit{.allowed = identity.rules.resets_per_network};
    CO_TRY(co_await identity.limiter.admit("password-reset:" + network_of(order.remote_address), limit));
    const auto token_hash = sha256_hex(order.token.reveal());
    // Before the costly hash; whether it is still there is decided in the transaction.
    if (!CO_TRY(co_await has_password_reset(identity.database, token_hash))) {
        co_return fail(ErrorKind::NotFound, "the link is unknown, used or over");
    }
    const auto password = order.password;
    const auto hash = [password] { return hash_password(password); };
    const auto password_hash = CO_TRY(co_await identity.password_pool.run(hash));
    const Change change{.token_hash = token_hash, .password_hash = password_hash, .request_id = order.request_id};
    std::vector<std::string> ended;
    const auto work = [&change, &ended](Transaction& tx) { return change_password(tx, change, &ended); };
    CO_TRY(co_await in_transaction(identity.database, work));
    co_await mark_signed_out(identity, std::move(ended));
    co_return ok();
}

}  // namespace acervo
