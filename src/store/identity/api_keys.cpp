#include "store/identity/api_keys.hpp"

namespace acervo {
namespace {

constexpr Statement kInsert{"api_keys.insert",
                            "INSERT INTO api_keys (id, user_id, name, token_hash, scopes, created_by, created_at, "
                            "expires_at) SELECT $1, id, $3, $4, $5, $6, $7, $8 FROM users "
                            "WHERE id = $2 AND role = 'service'"};
constexpr Statement kUserExists{"users.exists", "SELECT EXISTS (SELECT FROM users WHERE id = $1)"};
constexpr Statement kList{"api_keys.list",
                          "SELECT id, user_id, name, scopes, created_by, created_at, expires_at, last_used_at, "
                          "revoked_at FROM api_keys WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1000"};
constexpr Statement kRevoke{"api_keys.revoke",
                            "UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) "
                            "WHERE id = $1 AND user_id = $2 RETURNING token_hash"};
constexpr Statement kFind{"api_keys.find",
                          "SELECT id, user_id, name, scopes, created_by, created_at, expires_at, last_used_at, "
                          "revoked_at FROM api_keys WHERE id = $1"};
// The lock keeps two renewals in a row: each learns the hash that the one before it wrote.
constexpr Statement kRenew{"api_keys.renew",
                           "WITH before AS (SELECT id, token_hash FROM api_keys WHERE id = $1 AND revoked_at IS NULL "
                           "FOR UPDATE) UPDATE api_keys SET token_hash = $2 FROM before WHERE api_keys.id = before.id "
                           "RETURNING before.token_hash"};
// Written once a minute at most: a key is used with every request.
constexpr Statement kFindLive{
    "api_keys.find_live",
    "WITH used AS (UPDATE api_keys SET last_used_at = now() WHERE token_hash = $1 AND revoked_at IS NULL "
    "AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')) "
    "SELECT k.id, u.id, u.username, u.role, k.scopes, coalesce(k.expires_at, now() + interval '1 year') "
    "FROM api_keys k JOIN users u ON u.id = k.user_id WHERE k.token_hash = $1 AND k.revoked_at IS NULL "
    "AND (k.expires_at IS NULL OR k.expires_at > now()) AND NOT u.disabled AND u.role = 'service'"};
std::vector<std::string> names_of(Scopes scopes) {
    std::vector<std::string> names;
    for (const auto permission : scopes.list()) names.emplace_back(name_of(permission));
    return names;
}

Scopes scopes_of(const std::vector<std::string>& names) {
    Scopes scopes;
    for (const auto& name : names) {
        // A permission that is no more gives nothing.
        if (const auto permission = parse_permission(name)) scopes.insert(*permission);
    }
    return scopes;
}

ApiKey key_of(const Row& row) {
    return {.id = row.get<ApiKeyId>(0),
            .user = row.get<UserId>(1),
            .name = row.get<std::string>(2),
            .scopes = scopes_of(row.get<std::vector<std::string>>(3)),
            .created_by = row.get<UserId>(4),
            .created_at = row.get<Timestamp>(5),
            .expires_at = row.get<std::optional<Timestamp>>(6),
            .last_used_at = row.get<std::optional<Timestamp>>(7),
            .revoked_at = row.get<std::optional<Timestamp>>(8)};
}

}  // namespace

Async<Result<void>> insert_api_key(Transaction& tx, ApiKey key, std::string token_hash) {
    const auto inserted =
        CO_TRY(co_await tx.execute(kInsert, key.id, key.user, key.name, std::move(token_hash), names_of(key.scopes),
                                   key.created_by, key.created_at, key.expires_at));
    if (inserted.affected() == 1) co_return ok();
    const auto rows = CO_TRY(co_await tx.execute(kUserExists, key.user));
    if (!rows[0].get<bool>(0)) co_return fail(ErrorKind::NotFound, "there is no such user");
    co_return fail(ErrorKind::Conflict, "only users of the role service have keys");
}

Async<Result<std::vector<ApiKey>>> list_api_keys(Database& database, UserId user) {
    const auto rows = CO_TRY(co_await database.query(kList, user));
    co_return rows.map(key_of);
}

Async<Result<std::string>> revoke_api_key(Transaction& tx, UserId user, ApiKeyId key) {
    const auto rows = CO_TRY(co_await tx.execute(kRevoke, key, user));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such key");
    co_return rows[0].get<std::string>(0);
}

Async<Result<ApiKey>> find_api_key(Database& database, ApiKeyId key) {
    const auto rows = CO_TRY(co_await database.query(kFind, key));
    if (rows.empty()) co_return fail(ErrorKind::NotFound, "there is no such key");
    co_return key_of(rows[0]);
}

Async<Result<std::string>> renew_api_key(Transaction& tx, ApiKeyId key, std::string token_hash) {
    const auto rows = CO_TRY(co_await tx.execute(kRenew, key, std::move(token_hash)));
    if (rows.empty()) co_return fail(ErrorKind::Conflict, "the key that was made by this request is revoked");
    co_return rows[0].get<std::string>(0);
}

Async<Result<std::optional<LiveSession>>> find_live_key(Database& database, std::string token_hash) {
    const auto rows = CO_TRY(co_await database.query(kFindLive, std::move(token_hash)));
    if (rows.empty()) co_return std::nullopt;
    const auto row = rows[0];
    Principal principal{.user = row.get<UserId>(1),
                        .username = row.get<std::string>(2),
                        .role = parse_role(row.text(3)).value(),
                        .scopes = scopes_of(row.get<std::vector<std::string>>(4))};
    co_return LiveSession{
        .id = row.get<SessionId>(0), .principal = std::move(principal), .expires_at = row.get<Timestamp>(5)};
}

}  // namespace acervo
