#pragma once

#include <string>

#include "app/identity/access_tokens.hpp"
#include "app/identity/identity.hpp"

namespace acervo {

/// A signed access token for a quarter of an hour, and a refresh token that gives the next pair, once. The session
/// behind them is the family: all end together.
struct Tokens {
    Secret access;
    std::chrono::seconds access_lifetime;
    /// 256 random bits; kept as a hash.
    Secret refresh;
    std::chrono::seconds refresh_lifetime;
    UserProfile user;
};

/// Opens a session with tokens; fails as `sign_in` does. Unavailable where no keys are configured.
Async<Result<Tokens>> open_tokens(Identity& identity, SignIn request);

struct Exchange {
    Secret refresh_token;
    std::string remote_address;
    std::string request_id;
};
/// The next pair. Unauthenticated for a token that is unknown or whose session is over. One that was used before is in
/// two hands, and nobody can tell which are the thief's: it ends the session for both (RFC 9700 §4.14.2), and the audit
/// log says so. Whoever loses the answer must therefore sign in again.
/// RateLimited after very many from one network.
Async<Result<Tokens>> refresh_tokens(Identity& identity, Exchange exchange);

}  // namespace acervo
