#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/identity/identity.hpp"
#include "store/idempotency/idempotency.hpp"
#include "store/identity/api_keys.hpp"

namespace acervo {

/// What the token of a key begins with, so that people and secret scanners know one when they see it.
inline constexpr std::string_view kApiKeyPrefix = "acv_";

bool is_api_key(const Secret& token) noexcept;

struct NewApiKey {
    UserId user;
    std::string name;
    Scopes scopes;
    std::optional<Timestamp> expires_at;
};
struct MadeApiKey {
    ApiKey key;
    /// 256 random bits; nobody can tell it again.
    Secret token;
};
/// NotFound when there is no such user; Conflict when it is no service; InvalidInput when it would be over already.
/// The key of the earlier call for an idempotency key that comes again, with a new token: the earlier one opens nothing
/// from now on, as if revoked. Conflict when that key was revoked meanwhile.
Async<Result<MadeApiKey>> make_api_key(Identity& identity, Caller caller, NewApiKey order,
                                       std::optional<IdempotencyKey> once);

/// NotFound when there is no such user.
Async<Result<std::vector<ApiKey>>> show_api_keys(Identity& identity, UserId user);

/// The key opens nothing from now on; what holds for sign-outs (`sign_out`) holds here, too. NotFound when the user has
/// no such key.
Async<Result<void>> revoke_key(Identity& identity, Caller caller, UserId user, ApiKeyId key);

}  // namespace acervo
