#pragma once

#include <optional>
#include <string>

#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "domain/identity/user.hpp"
#include "store/database.hpp"

namespace acervo {

using SessionId = Id<struct SessionTag>;

struct UserRecord {
    UserProfile profile;
    /// As argon2 encodes it.
    Secret password_hash;
    bool disabled{false};
};

/// Nothing when there is no such user. The name compares without case.
Async<Result<std::optional<UserRecord>>> find_user_by_name(Database& database, std::string username);

/// NotFound when there is none.
Async<Result<UserProfile>> find_user(Database& database, UserId id);

/// Conflict when the name is taken.
Async<Result<void>> insert_user(Transaction& tx, UserRecord user);

/// `token_hash` is the SHA-256 of the session's token in hexadecimal: a stolen table opens no session.
Async<Result<void>> insert_session(Transaction& tx, SessionId id, UserId user, std::string token_hash,
                                   Timestamp expires_at);

/// The same, where there is none of that token yet; whether it was written.
Async<Result<bool>> insert_session_once(Transaction& tx, SessionId id, UserId user, std::string token_hash,
                                        Timestamp expires_at);

struct LiveSession {
    SessionId id;
    Principal principal;
    Timestamp expires_at;
};

/// Nothing when it is unknown, expired or revoked, or its user is disabled.
Async<Result<std::optional<LiveSession>>> find_live_session(Database& database, std::string token_hash);

/// Whether there is such a session and somebody has ended it before its time.
Async<Result<bool>> is_session_revoked(Database& database, std::string token_hash);

/// Not an error when it is over already.
Async<Result<void>> revoke_session(Transaction& tx, SessionId id);

}  // namespace acervo
