#pragma once

#include <chrono>
#include <string>

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "domain/identity/user.hpp"
#include "jose/token_keys.hpp"
#include "store/identity/identity.hpp"

namespace acervo {

struct AccessTokenRules {
    /// `iss`: who we are.
    std::string issuer{"acervo"};
    /// `aud`: whom our tokens are for, which is us.
    std::string audience{"acervo-api"};
    std::chrono::seconds lifetime{std::chrono::minutes{15}};
};

/// What a token of ours names.
struct NamedByToken {
    SessionId session;
    UserId user;
    /// From when, by a clock that may be a little late, and until when.
    Timestamp from;
    Timestamp until;

    bool is_good_at(Timestamp moment) const noexcept { return from <= moment && moment < until; }
};

/// Whether a token looks like a signed one: those of sessions and keys have no full stop.
bool is_signed_token(const Secret& token) noexcept;

/// Signed access tokens (JWT, RFC 7519; RFC 9068's `at+jwt`): they name a session and its user, and say nothing of
/// rights, which are asked for with the session. Immutable: threads share it.
class AccessTokens {
public:
    AccessTokens(jose::TokenKeys keys, AccessTokenRules rules) : keys_{std::move(keys)}, rules_{std::move(rules)} {}

    Secret issue(SessionId session, UserId user, Timestamp now) const;

    /// What a token names. Unauthenticated, with the reason, unless we signed it and all of it is as
    /// `issue` writes it: exactly our claims, our `iss` and `aud`, `nbf` ≤ now < `exp`, and no longer life than ours.
    Result<NamedByToken> check(const Secret& token, Timestamp now) const;

    std::chrono::seconds lifetime() const noexcept { return rules_.lifetime; }
    /// A JWK Set, for others who get our tokens and want to check them.
    std::string public_keys() const { return keys_.public_keys(); }

private:
    jose::TokenKeys keys_;
    AccessTokenRules rules_;
};

}  // namespace acervo
