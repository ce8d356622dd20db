#include "app/identity/reset_mails.hpp"

#include "app/access/audited.hpp"
#include "app/identity/login_key.hpp"
#include "app/identity/reset_letter.hpp"
#include "app/limits/network.hpp"
#include "core/digest.hpp"
#include "core/log.hpp"
#include "core/random.hpp"
#include "store/identity/reset_mails.hpp"

namespace acervo {
namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::chrono::milliseconds kMinute{std::chrono::minutes{1}};
constexpr std::chrono::milliseconds kHour{std::chrono::hours{1}};

struct Link {
    std::string token_hash;
    Timestamp expires_at{};
};

Async<Result<void>> finish(Transaction& tx, ResetMail mail, Link link) {
    AuditEntry line{mail.ordered_by, "password.mail_reset", "user", mail.to.value().user.to_string(), mail.request_id};
    CO_TRY(co_await put_mailed_link(tx, mail, std::move(link.token_hash), link.expires_at));
    CO_TRY(co_await finish_reset_mail(tx, std::move(mail)));
    co_return co_await append_audit(tx, std::move(line));
}

Async<Result<MailOutcome>> not_sent(Database& database, ResetMail mail, Link link, Error error) {
    const auto user = mail.to.value().user.to_string();
    if (error.kind() == ErrorKind::InvalidInput) {
        log::warn("reset_mail.refused", {{"user_id", user}, {"error", error}});
        CO_TRY(co_await drop_reset_mail(database, mail.id));
        co_return MailOutcome::Refused;
    }
    log::warn("reset_mail.put_off", {{"user_id", user}, {"attempts", mail.attempts}, {"error", error}});
    if (may_have_been_taken(error)) {
        const auto put = [&mail, &link](Transaction& tx) {
            return put_mailed_link(tx, mail, link.token_hash, link.expires_at);
        };
        CO_TRY(co_await in_transaction(database, put));
    }
    CO_TRY(co_await put_off_reset_mail(database, mail.id, error.message()));
    co_return MailOutcome::PutOff;
}

}  // namespace

Async<Result<void>> ask_password_reset(Identity& identity, ResetAsked asked) {
    const RateLimit per_network{identity.rules.reset_asks_per_network, kMinute};
    CO_TRY(co_await identity.limiter.admit("reset-ask:network:" + network_of(asked.remote_address), per_network));
    const RateLimit per_login{identity.rules.reset_asks_per_login, kHour};
    CO_TRY(co_await identity.limiter.admit("reset-ask:login:" + login_key(asked.login), per_login));
    AuditEntry line{std::nullopt, "password.ask_reset", "user", asked.login, asked.request_id};
    if (!identity.rules.sends_mail) co_return co_await append_audit(identity.database, std::move(line));
    const auto put = [&asked](Transaction& tx) {
        return ask_for_reset_mail(tx, asked.login, asked.language, asked.request_id);
    };
    co_return co_await audited(identity.database, std::move(line), put);
}

Async<Result<void>> mail_password_reset(Identity& identity, Caller caller, UserId user, Language language) {
    if (!identity.rules.sends_mail) co_return fail(ErrorKind::Conflict, "this site sends no mail");
    const ResetMailOrder order{
        .user = user, .ordered_by = caller.principal.user, .language = language, .request_id = caller.request_id};
    const auto put = [&order](Transaction& tx) { return order_reset_mail(tx, order); };
    auto line = audit_line(caller, "password.offer_reset", "user", user, {{"by", "mail"}});
    co_return co_await audited(identity.database, std::move(line), put);
}

Async<Result<MailOutcome>> send_next_reset_mail(Database& database, Mailer& mailer, Timestamp now, MailRules rules) {
    const auto claim = [lease = rules.lease](Transaction& tx) { return claim_reset_mail(tx, lease); };
    const auto mail = CO_TRY(co_await in_transaction(database, claim));
    if (!mail) co_return MailOutcome::Idle;
    if (!mail->to) {
        CO_TRY(co_await drop_reset_mail(database, mail->id));
        co_return MailOutcome::Nobody;
    }
    const auto token = random_token(kTokenBytes);
    const Link link{.token_hash = sha256_hex(token), .expires_at = now + rules.link_lifetime};
    auto letter = write_reset_letter({.language = mail->language,
                                      .username = mail->to->username,
                                      .email = mail->to->email,
                                      .link = Secret{rules.reset_url + "#" + token},
                                      .expires_at = link.expires_at});
    const auto sent = co_await mailer.send(std::move(letter));
    if (!sent) co_return co_await not_sent(database, *mail, link, sent.error());
    const auto note = [&mail, &link](Transaction& tx) { return finish(tx, *mail, link); };
    CO_TRY(co_await in_transaction(database, note));
    co_return MailOutcome::Sent;
}

}  // namespace acervo
