#include "store/identity/reset_mails.hpp"

namespace acervo {
namespace {

constexpr Statement kAsk{"reset_mails.ask",
                         "INSERT INTO reset_mails (id, login, language, request_id) VALUES ($1, $2, $3, $4)"};
constexpr Statement kOrder{
    "reset_mails.order",
    "INSERT INTO reset_mails (id, user_id, ordered_by, language, request_id) SELECT $1, u.id, $3, $4, $5 FROM users u "
    "WHERE u.id = $2 AND u.role <> 'service' AND NOT u.disabled AND u.provider_subject IS NULL "
    "AND u.email IS NOT NULL ON CONFLICT DO NOTHING"};
// Whether there is such a user, and whether mail could go there.
constexpr Statement kWhyNot{
    "reset_mails.why_not",
    "SELECT role <> 'service' AND NOT disabled AND provider_subject IS NULL, email IS NOT NULL FROM users "
    "WHERE id = $1"};
constexpr Statement kClaim{
    "reset_mails.claim",
    "UPDATE reset_mails SET attempts = attempts + 1, "
    "next_try_at = now() + make_interval(secs => $1::double precision) WHERE id = (SELECT id FROM reset_mails "
    "WHERE next_try_at <= now() ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED) "
    "RETURNING id, language, ordered_by, request_id, attempts, now(), login, user_id"};
// A name beats an address that is written like it.
constexpr Statement kRecipient{
    "reset_mails.recipient",
    "SELECT id, username, email FROM users WHERE (id = $1 OR lower(username) = lower($2) OR lower(email) = lower($2)) "
    "AND role <> 'service' AND NOT disabled AND provider_subject IS NULL AND email IS NOT NULL "
    "ORDER BY lower(username) = lower($2) DESC NULLS LAST LIMIT 1"};
constexpr Statement kPutOff{
    "reset_mails.put_off",
    "UPDATE reset_mails SET last_error = left($2, 2000), next_try_at = now() + least(interval '15 minutes', "
    "interval '5 seconds' * power(2, least(attempts, 20) - 1)) WHERE id = $1"};
constexpr Statement kDrop{"reset_mails.drop", "DELETE FROM reset_mails WHERE id = $1"};
constexpr Statement kDropAll{
    "reset_mails.drop_all_of",
    "DELETE FROM reset_mails WHERE id = $1 OR (requested_at <= $2 AND (user_id = $3 OR lower(login) = lower($4) "
    "OR lower(login) = lower($5)))"};
constexpr Statement kForgetLink{"password_resets.forget", "DELETE FROM password_resets WHERE user_id = $1"};
constexpr Statement kPutLink{
    "password_resets.put_mailed",
    "INSERT INTO password_resets (user_id, token_hash, created_by, expires_at) SELECT id, $2, coalesce($3, id), $4 "
    "FROM users WHERE id = $1 AND role <> 'service' AND NOT disabled AND provider_subject IS NULL"};

ResetMail mail_of(const Row& row) {
    ResetMail mail;
    mail.id = row.get<ResetMailId>(0);
    mail.language = parse_language(row.text(1)).value();
    mail.ordered_by = row.get<std::optional<UserId>>(2);
    mail.request_id = row.get<std::string>(3);
    mail.attempts = row.get<int>(4);
    mail.claimed_at = row.get<Timestamp>(5);
    return mail;
}

ResetMail::Recipient recipient_of(const Row& row) {
    return {.user = row.get<UserId>(0), .username = row.get<std::string>(1), .email = row.get<std::string>(2)};
}

}  // namespace

Async<Result<void>> ask_for_reset_mail(Transaction& tx, std::string login, Language language, std::string request_id) {
    CO_TRY(co_await tx.execute(kAsk, ResetMailId::make(), std::move(login), name_of(language), std::move(request_id)));
    co_return ok();
}

Async<Result<void>> order_reset_mail(Transaction& tx, ResetMailOrder order) {
    const auto put = CO_TRY(co_await tx.execute(kOrder, ResetMailId::make(), order.user, order.ordered_by,
                                                name_of(order.language), std::move(order.request_id)));
    if (put.affected() == 1) co_return ok();
    const auto rows = CO_TRY(co_await tx.execute(kWhyNot, order.user));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such user");
    if (!rows[0].get<bool>(0)) {
        co_return fail(ErrorKind::Conflict,
                       "services, disabled users and those of a provider do not sign in by a password");
    }
    if (!rows[0].get<bool>(1)) co_return fail(ErrorKind::Conflict, "the user has no e-mail address");
    co_return ok();
}

Async<Result<std::optional<ResetMail>>> claim_reset_mail(Transaction& tx, std::chrono::seconds lease) {
    const auto claimed = CO_TRY(co_await tx.execute(kClaim, static_cast<std::int64_t>(lease.count())));
    if (claimed.empty()) co_return std::nullopt;
    auto mail = mail_of(claimed[0]);
    const auto people = CO_TRY(co_await tx.execute(kRecipient, claimed[0].get<std::optional<UserId>>(7),
                                                   claimed[0].get<std::optional<std::string>>(6)));
    if (!people.empty()) mail.to = recipient_of(people[0]);
    co_return mail;
}

Async<Result<void>> put_off_reset_mail(Database& database, ResetMailId id, std::string error) {
    CO_TRY(co_await database.query(kPutOff, id, std::move(error)));
    co_return ok();
}

Async<Result<void>> drop_reset_mail(Database& database, ResetMailId id) {
    CO_TRY(co_await database.query(kDrop, id));
    co_return ok();
}

Async<Result<void>> put_mailed_link(Transaction& tx, ResetMail mail, std::string token_hash, Timestamp expires_at) {
    const auto& to = mail.to.value();
    CO_TRY(co_await tx.execute(kForgetLink, to.user));
    const auto put = CO_TRY(co_await tx.execute(kPutLink, to.user, std::move(token_hash), mail.ordered_by, expires_at));
    if (put.affected() == 0) co_return fail(ErrorKind::NotFound, "the user has no password any more");
    co_return ok();
}

Async<Result<void>> finish_reset_mail(Transaction& tx, ResetMail mail) {
    const auto& to = mail.to.value();
    CO_TRY(co_await tx.execute(kDropAll, mail.id, mail.claimed_at, to.user, to.username, to.email));
    co_return ok();
}

}  // namespace acervo
