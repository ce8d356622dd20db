#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/identity/checked_tokens.hpp"
#include "app/limits/budgets.hpp"
#include "app/limits/rate_limiter.hpp"
#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/cpu_pool.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "domain/identity/user.hpp"
#include "ports/cache.hpp"
#include "store/database.hpp"
#include "store/identity/identity.hpp"

namespace acervo {

struct IdentityRules {
    std::chrono::seconds session_lifetime{std::chrono::hours{24}};
    /// How long a session with refresh tokens may be extended by them, since it was opened; each refresh extends it to
    /// `session_lifetime` from then on.
    std::chrono::seconds longest_session{std::chrono::days{7}};
    /// How long a session may be answered from the cache without a look at the database. A sign-out does not wait for
    /// that; it is the longest that one can go unnoticed which could not be told to the cache (see `sign_out`).
    std::chrono::seconds session_cached{5};
    /// Attempts to sign in per minute: from one network (`network_of`), and from one network for one name.
    int sign_ins_per_network{60};
    int sign_ins_per_name_and_network{10};
    /// Attempts per hour for one name from networks where nobody has signed in under it lately, all together: guessing
    /// from many places is slow. Whoever comes from where the name is known is not concerned, so that nobody can lock
    /// others out by failing under their names (the device cookies of OWASP, by network).
    int sign_ins_of_strangers_per_name{100};
    /// Refresh tokens and links for a new password that come from one network, per minute.
    int exchanges_per_network{600};
    int resets_per_network{30};
    /// How often a link by mail may be asked for without signing in: from one network per minute, and for one name or
    /// address per hour, whether it is anybody's or not.
    int reset_asks_per_network{30};
    int reset_asks_per_login{3};
    /// Whether a keeper of this site sends letters.
    bool sends_mail{false};
    /// How long a network stays known for a name after a sign-in there.
    std::chrono::hours network_known{std::chrono::days{30}};
    /// How long the link for a new password is good.
    std::chrono::seconds reset_lifetime{std::chrono::hours{24}};
    /// Calls of everybody who is signed in, and of those who are not.
    Budgets budgets{};
};

class ProviderTokens;

/// What the functions of this folder work with; one per thread.
struct Identity {
    Database& database;
    Cache& cache;
    RateLimiter& limiter;
    CpuPool& password_pool;
    const Clock& clock;
    IdentityRules rules;
    /// Without them no signed token is given or taken.
    const AccessTokens* tokens{nullptr};
    CheckedTokens checked{};
    /// Where another provider's tokens are taken, too; of this thread.
    ProviderTokens* provider{nullptr};
};

struct SignIn {
    std::string username;
    Secret password;
    std::string remote_address;
    std::string request_id;
};

struct SignedIn {
    Secret token;
    UserProfile user;
    std::chrono::seconds lifetime;
};

/// Opens a session. Unauthenticated for an unknown name, a wrong password and a disabled user alike, after the same
/// work; RateLimited after too many attempts, by the limits of `IdentityRules`.
Async<Result<SignedIn>> sign_in(Identity& identity, SignIn request);

/// Who holds `token`: that of a session, an access token that names one, or a key; Unauthenticated when nobody does.
/// Answered from the cache where it can be: see `sign_out`. An access token is worth nothing without its session, so it
/// ends with it at once.
Async<Result<LiveSession>> find_session(Identity& identity, Secret token);

/// Who a user is; NotFound when there is none.
Async<Result<UserProfile>> show_user(Identity& identity, UserId user);

/// Ends the session. When this has answered, nobody is let in by its token any more:
/// - PostgreSQL has the truth, and is written first.
/// - The cache then holds a mark in the session's place for as long as the session could have lived. A request that
///   read the session from PostgreSQL just before, and puts it into the cache only now, finds the mark there: it adds,
///   and never replaces.
///
/// The one exception: when the cache does not take the mark (it is away, or this process died in between) the sign-out
/// succeeds all the same, and processes that still reach a cache which holds the session believe it for the rest of
/// `session_cached`, 5 s at most. Asking PostgreSQL with every request instead would close that gap and make the cache
/// useless; failing the sign-out would leave the person signed in. A sign-out that is repeated marks the session again.
///
/// Not an error for an opaque token that opens no session; Unauthenticated for a signed one that is not good.
Async<Result<void>> sign_out(Identity& identity, Secret token, std::string request_id);

/// Lets the cache know of sessions that ended in the database, as `sign_out` does; the SHA-256 of their tokens, or the
/// ids of those that have none.
Async<void> mark_signed_out(Identity& identity, std::vector<std::string> sessions);

}  // namespace acervo
