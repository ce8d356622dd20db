#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/identity/user.hpp"
#include "store/database.hpp"
#include "store/identity/identity.hpp"

namespace acervo {

/// A key by which a program acts for a user of the role `service`.
struct ApiKey {
    ApiKeyId id;
    UserId user;
    std::string name;
    Scopes scopes;
    UserId created_by;
    Timestamp created_at{};
    std::optional<Timestamp> expires_at{};
    std::optional<Timestamp> last_used_at{};
    std::optional<Timestamp> revoked_at{};
};

/// NotFound when there is no such user; Conflict when it is no service.
Async<Result<void>> insert_api_key(Transaction& tx, ApiKey key, std::string token_hash);

/// Newest first, also those that are over.
Async<Result<std::vector<ApiKey>>> list_api_keys(Database& database, UserId user);

/// NotFound when there is none.
Async<Result<ApiKey>> find_api_key(Database& database, ApiKeyId key);

/// Gives the key another token; the SHA-256 of the one before, which opens nothing any more. Conflict when the key is
/// revoked.
Async<Result<std::string>> renew_api_key(Transaction& tx, ApiKeyId key, std::string token_hash);

/// The SHA-256 of its token. NotFound when the user has no such key; not an error when it was revoked before.
Async<Result<std::string>> revoke_api_key(Transaction& tx, UserId user, ApiKeyId key);

/// Who acts by the key, as a session that ends when the key does. Nothing when it is unknown, expired or revoked, or
/// its user is disabled or no service any more. Notes that the key was used.
Async<Result<std::optional<LiveSession>>> find_live_key(Database& database, std::string token_hash);

}  // namespace acervo
