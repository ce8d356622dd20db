#pragma once

#include <string>

#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "domain/identity/user.hpp"
#include "store/database.hpp"

namespace acervo {

/// A link by which a user sets a new password; `token_hash` is the SHA-256 of its token in hexadecimal.
struct PasswordResetRow {
    UserId user;
    std::string token_hash;
    UserId created_by;
    Timestamp expires_at{};
};

/// In place of an earlier one of that user. NotFound when there is no such user; Conflict for one who has no password:
/// a service, somebody of a provider, or somebody disabled.
Async<Result<void>> put_password_reset(Transaction& tx, PasswordResetRow row);

/// Whether there is such a link, and it is not over.
Async<Result<bool>> has_password_reset(Database& database, std::string token_hash);

/// Whose link it is, which is gone then; NotFound when it is unknown, used or over, or its user is disabled.
Async<Result<UserId>> take_password_reset(Transaction& tx, std::string token_hash);

}  // namespace acervo
