#include "app/identity/check_credentials.hpp"

#include "app/identity/login_key.hpp"
#include "app/identity/password.hpp"
#include "app/limits/network.hpp"
#include "store/audit/audit.hpp"

namespace acervo {
namespace {

constexpr std::chrono::milliseconds kMinute{std::chrono::minutes{1}};
constexpr std::chrono::milliseconds kHour{std::chrono::hours{1}};

std::string known_key(const std::string& name, const std::string& network) { return "known:" + name + ":" + network; }

Async<Result<void>> admit_network(Identity& identity, std::string network) {
    const RateLimit limit{identity.rules.sign_ins_per_network, kMinute};
    co_return co_await identity.limiter.admit("sign-in:network:" + network, limit);
}

Async<Result<void>> admit_name(Identity& identity, std::string name, std::string network) {
    const RateLimit from_here{identity.rules.sign_ins_per_name_and_network, kMinute};
    CO_TRY(co_await identity.limiter.admit("sign-in:name:" + name + ":" + network, from_here));
    const auto known = co_await identity.cache.get(known_key(name, network));
    if (known && *known) co_return ok();
    const RateLimit from_anywhere{identity.rules.sign_ins_of_strangers_per_name, kHour};
    co_return co_await identity.limiter.admit("sign-in:strangers:" + name, from_anywhere);
}

Async<Result<bool>> password_matches(Identity& identity, std::optional<UserRecord> user, Secret password) {
    // Services and people of a provider have no password: whoever guesses at them waits as long.
    const bool has_password = user && !user->password_hash.empty();
    const auto hash = has_password ? user->password_hash : decoy_password_hash();
    const auto verify = [hash, password] { return verify_password(hash, password); };
    const bool matches = CO_TRY(co_await identity.password_pool.run(verify));
    co_return matches&& has_password && !user->disabled;
}

}  // namespace

Async<Result<UserProfile>> check_credentials(Identity& identity, SignIn request) {
    const auto network = network_of(request.remote_address);
    CO_TRY(co_await admit_network(identity, network));
    const auto user = CO_TRY(co_await find_user_by_name(identity.database, request.username));
    // As it is written in the database, which may know more of upper and lower case than we do.
    const auto name = login_key(user ? user->profile.principal.username : request.username);
    CO_TRY(co_await admit_name(identity, name, network));
    if (!CO_TRY(co_await password_matches(identity, user, request.password))) {
        AuditEntry entry{std::nullopt, "session.refuse", "user", request.username, request.request_id};
        CO_TRY(co_await append_audit(identity.database, std::move(entry)));
        co_return fail(ErrorKind::Unauthenticated, "name or password is wrong");
    }
    (void)co_await identity.cache.set(known_key(name, network), "1", identity.rules.network_known);
    co_return user->profile;
}

}  // namespace acervo
