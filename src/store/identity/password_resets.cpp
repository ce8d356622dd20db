#include "store/identity/password_resets.hpp"

namespace acervo {
namespace {

constexpr Statement kPut{
    "password_resets.put",
    "INSERT INTO password_resets (user_id, token_hash, created_by, expires_at) SELECT id, $2, $3, $4 FROM users "
    "WHERE id = $1 AND role <> 'service' AND NOT disabled AND provider_subject IS NULL ON CONFLICT (user_id) DO UPDATE "
    "SET "
    "token_hash = excluded.token_hash, created_by = excluded.created_by, created_at = now(), "
    "expires_at = excluded.expires_at"};
constexpr Statement kUserExists{"users.exists", "SELECT EXISTS (SELECT FROM users WHERE id = $1)"};
constexpr Statement kHas{"password_resets.has",
                         "SELECT EXISTS (SELECT FROM password_resets WHERE token_hash = $1 AND expires_at > now())"};
constexpr Statement kTake{"password_resets.take",
                          "DELETE FROM password_resets r USING users u WHERE r.token_hash = $1 AND u.id = r.user_id "
                          "AND r.expires_at > now() AND NOT u.disabled RETURNING r.user_id"};

}  // namespace

Async<Result<void>> put_password_reset(Transaction& tx, PasswordResetRow row) {
    const auto put =
        CO_TRY(co_await tx.execute(kPut, row.user, std::move(row.token_hash), row.created_by, row.expires_at));
    if (put.affected() == 1) co_return ok();
    const auto rows = CO_TRY(co_await tx.execute(kUserExists, row.user));
    if (!rows[0].get<bool>(0)) co_return fail(ErrorKind::NotFound, "there is no such user");
    co_return fail(ErrorKind::Conflict,
                   "services, disabled users and those of a provider do not sign in by a password");
}

Async<Result<bool>> has_password_reset(Database& database, std::string token_hash) {
    const auto rows = CO_TRY(co_await database.query(kHas, std::move(token_hash)));
    co_return rows[0].get<bool>(0);
}

Async<Result<UserId>> take_password_reset(Transaction& tx, std::string token_hash) {
    const auto rows = CO_TRY(co_await tx.execute(kTake, std::move(token_hash)));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "the link is unknown, used or over");
    co_return rows[0].get<UserId>(0);
}

}  // namespace acervo
