#include "store/identity/identity.hpp"

#include "store/identity/user_row.hpp"

namespace acervo {
namespace {

constexpr Statement kFindByName{"users.find_by_name",
                                "SELECT id, username, role, display_name, email, coalesce(password_hash, ''), disabled "
                                "FROM users WHERE lower(username) = lower($1) OR lower(email) = lower($1) "
                                "ORDER BY lower(username) = lower($1) DESC LIMIT 1"};
constexpr Statement kFind{"users.find", "SELECT id, username, role, display_name, email FROM users WHERE id = $1"};
constexpr Statement kInsertUser{"users.insert",
                                "INSERT INTO users (id, username, role, display_name, email, password_hash, disabled) "
                                "VALUES ($1, $2, $3, $4, $5, $6, $7)"};
constexpr Statement kInsertSession{
    "sessions.insert", "INSERT INTO sessions (id, user_id, token_hash, expires_at) VALUES ($1, $2, $3, $4)"};
constexpr Statement kInsertSessionOnce{"sessions.insert_once",
                                       "INSERT INTO sessions (id, user_id, token_hash, expires_at) "
                                       "VALUES ($1, $2, $3, $4) ON CONFLICT (token_hash) DO NOTHING"};
constexpr Statement kFindSession{
    "sessions.find_live",
    "SELECT s.id, u.id, u.username, u.role, s.expires_at FROM sessions s JOIN users u ON u.id = s.user_id "
    "WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > now() AND NOT u.disabled"};
constexpr Statement kIsRevoked{
    "sessions.is_revoked",
    "SELECT EXISTS (SELECT FROM sessions WHERE token_hash = $1 AND revoked_at IS NOT NULL AND expires_at > now())"};
constexpr Statement kRevoke{"sessions.revoke",
                            "UPDATE sessions SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL"};

}  // namespace

Async<Result<std::optional<UserRecord>>> find_user_by_name(Database& database, std::string username) {
    const auto rows = CO_TRY(co_await database.query(kFindByName, std::move(username)));
    if (rows.empty()) co_return std::nullopt;
    co_return UserRecord{.profile = profile_of(rows[0]),
                         .password_hash = Secret{rows[0].get<std::string>(5)},
                         .disabled = rows[0].get<bool>(6)};
}

Async<Result<UserProfile>> find_user(Database& database, UserId id) {
    const auto rows = CO_TRY(co_await database.query(kFind, id));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such user");
    co_return profile_of(rows[0]);
}

Async<Result<void>> insert_user(Transaction& tx, UserRecord user) {
    const auto& principal = user.profile.principal;
    auto inserted =
        co_await tx.execute(kInsertUser, principal.user, principal.username, name_of(principal.role),
                            user.profile.display_name, user.profile.email, user.password_hash.reveal(), user.disabled);
    if (!inserted && violates(inserted.error(), "users_username_key"))
        co_return fail(ErrorKind::Conflict, "the user name is taken");
    if (!inserted && violates(inserted.error(), "users_email_key"))
        co_return fail(ErrorKind::Conflict, "the e-mail address is taken");
    if (!inserted) co_return fail(std::move(inserted).error());
    co_return ok();
}

Async<Result<void>> insert_session(Transaction& tx, SessionId id, UserId user, std::string token_hash,
                                   Timestamp expires_at) {
    CO_TRY(co_await tx.execute(kInsertSession, id, user, std::move(token_hash), expires_at));
    co_return ok();
}

Async<Result<bool>> insert_session_once(Transaction& tx, SessionId id, UserId user, std::string token_hash,
                                        Timestamp expires_at) {
    const auto inserted = CO_TRY(co_await tx.execute(kInsertSessionOnce, id, user, std::move(token_hash), expires_at));
    co_return inserted.affected() == 1;
}

Async<Result<std::optional<LiveSession>>> find_live_session(Database& database, std::string token_hash) {
    const auto rows = CO_TRY(co_await database.query(kFindSession, std::move(token_hash)));
    if (rows.empty()) co_return std::nullopt;
    co_return session_of(rows[0]);
}

Async<Result<bool>> is_session_revoked(Database& database, std::string token_hash) {
    const auto rows = CO_TRY(co_await database.query(kIsRevoked, std::move(token_hash)));
    co_return rows[0].get<bool>(0);
}

Async<Result<void>> revoke_session(Transaction& tx, SessionId id) {
    CO_TRY(co_await tx.execute(kRevoke, id));
    co_return ok();
}

}  // namespace acervo
