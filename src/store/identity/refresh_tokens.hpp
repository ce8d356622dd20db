#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "core/async.hpp"
#include "core/result.hpp"
#include "store/database.hpp"
#include "store/identity/identity.hpp"

namespace acervo {

/// A session that signed tokens name; `insert_session` is for those with a token of their own.
Async<Result<void>> insert_token_session(Transaction& tx, SessionId id, UserId user, Timestamp expires_at);

/// Nothing when it is unknown, expired or revoked, or its user is disabled.
Async<Result<std::optional<LiveSession>>> find_live_session(Database& database, SessionId id);

/// `token_hash` is the SHA-256 of the token in hexadecimal.
Async<Result<void>> insert_refresh_token(Transaction& tx, std::string token_hash, SessionId session);

/// What became of a refresh token that somebody showed.
struct RefreshTokenUse {
    SessionId session;
    /// It had been used before, so two hold it. Of several who use it at the same time, one is the first.
    bool again{false};
};
/// Marks the token as used; nothing when there is none.
Async<Result<std::optional<RefreshTokenUse>>> use_refresh_token(Transaction& tx, std::string token_hash);

struct SessionExtension {
    Timestamp expires_at;
    /// However often it is extended, a session lives no longer than this since it was opened.
    std::chrono::seconds longest{0};
};
struct ExtendedSession {
    UserProfile user;
    Timestamp expires_at;
};
/// Nothing when it is over or its user is disabled.
Async<Result<std::optional<ExtendedSession>>> extend_session(Transaction& tx, SessionId id, SessionExtension extension);

/// Who the session is of, dead or alive.
Async<Result<UserId>> find_session_user(Transaction& tx, SessionId id);

}  // namespace acervo
