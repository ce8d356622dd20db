#include "store/identity/refresh_tokens.hpp"

#include "store/identity/user_row.hpp"

namespace acervo {
namespace {

constexpr Statement kInsertSession{"sessions.insert_for_tokens",
                                   "INSERT INTO sessions (id, user_id, expires_at) VALUES ($1, $2, $3)"};
constexpr Statement kFindLive{
    "sessions.find_live_by_id",
    "SELECT s.id, u.id, u.username, u.role, s.expires_at FROM sessions s JOIN users u ON u.id = s.user_id "
    "WHERE s.id = $1 AND s.token_hash IS NULL AND s.revoked_at IS NULL AND s.expires_at > now() AND NOT u.disabled"};
constexpr Statement kInsert{"refresh_tokens.insert",
                            "INSERT INTO refresh_tokens (token_hash, session_id) VALUES ($1, $2)"};
constexpr Statement kUse{"refresh_tokens.use",
                         "UPDATE refresh_tokens SET used_at = now() WHERE token_hash = $1 AND used_at IS NULL "
                         "RETURNING session_id"};
constexpr Statement kFind{"refresh_tokens.find", "SELECT session_id FROM refresh_tokens WHERE token_hash = $1"};
constexpr Statement kExtend{
    "sessions.extend",
    "UPDATE sessions s SET expires_at = least($2, s.created_at + make_interval(secs => $3::double precision)) FROM "
    "users u "
    "WHERE s.id = $1 AND u.id = s.user_id AND s.revoked_at IS NULL AND s.expires_at > now() AND NOT u.disabled "
    "RETURNING u.id, u.username, u.role, u.display_name, u.email, s.expires_at"};
constexpr Statement kFindUser{"sessions.find_user", "SELECT user_id FROM sessions WHERE id = $1"};

}  // namespace

Async<Result<void>> insert_token_session(Transaction& tx, SessionId id, UserId user, Timestamp expires_at) {
    CO_TRY(co_await tx.execute(kInsertSession, id, user, expires_at));
    co_return ok();
}

Async<Result<std::optional<LiveSession>>> find_live_session(Database& database, SessionId id) {
    const auto rows = CO_TRY(co_await database.query(kFindLive, id));
    if (rows.empty()) co_return std::nullopt;
    co_return session_of(rows[0]);
}

Async<Result<void>> insert_refresh_token(Transaction& tx, std::string token_hash, SessionId session) {
    CO_TRY(co_await tx.execute(kInsert, std::move(token_hash), session));
    co_return ok();
}

Async<Result<std::optional<RefreshTokenUse>>> use_refresh_token(Transaction& tx, std::string token_hash) {
    const auto used = CO_TRY(co_await tx.execute(kUse, token_hash));
    if (!used.empty()) co_return RefreshTokenUse{.session = used[0].get<SessionId>(0), .again = false};
    const auto found = CO_TRY(co_await tx.execute(kFind, std::move(token_hash)));
    if (found.empty()) co_return std::nullopt;
    co_return RefreshTokenUse{.session = found[0].get<SessionId>(0), .again = true};
}

Async<Result<std::optional<ExtendedSession>>> extend_session(Transaction& tx, SessionId id,
                                                             SessionExtension extension) {
    const auto rows =
        CO_TRY(co_await tx.execute(kExtend, id, extension.expires_at, std::int64_t{extension.longest.count()}));
    if (rows.empty()) co_return std::nullopt;
    co_return ExtendedSession{.user = profile_of(rows[0]), .expires_at = rows[0].get<Timestamp>(5)};
}

Async<Result<UserId>> find_session_user(Transaction& tx, SessionId id) {
    const auto rows = CO_TRY(co_await tx.execute(kFindUser, id));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such session");
    co_return rows[0].get<UserId>(0);
}

}  // namespace acervo
