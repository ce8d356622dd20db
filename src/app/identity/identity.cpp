#include "app/identity/identity.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "app/identity/api_keys.hpp"
#include "app/identity/password.hpp"
#include "app/limits/network.hpp"
#include "core/digest.hpp"
#include "core/random.hpp"
#include "store/audit/audit.hpp"

namespace acervo {
namespace {

namespace json = boost::json;

constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kNameDigits = 32;
constexpr std::chrono::milliseconds kMinute{std::chrono::minutes{1}};
constexpr std::chrono::milliseconds kHour{std::chrono::hours{1}};

/// In the cache, in the place of a session that was signed out.
constexpr std::string_view kSignedOut = "signed out";

std::string cache_key(const std::string& token_hash) { return "session:" + token_hash; }

/// A name as a part of a key: of any length, in any case, and nothing to read for who looks into the cache.
std::string hashed(std::string name) {
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return sha256_hex(name).substr(0, kNameDigits);
}

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
    const auto hash = user ? user->password_hash : decoy_password_hash();
    const auto verify = [hash, password] { return verify_password(hash, password); };
    const bool matches = CO_TRY(co_await identity.password_pool.run(verify));
    co_return matches&& user.has_value() && !user->disabled;
}

std::string to_json(const LiveSession& session) {
    return json::serialize(json::object{{"id", session.id.to_string()},
                                        {"user", session.principal.user.to_string()},
                                        {"username", session.principal.username},
                                        {"role", name_of(session.principal.role)},
                                        {"scopes", session.principal.scopes.bits()},
                                        {"expires_us", session.expires_at.time_since_epoch().count()}});
}

/// Nothing for text that this program did not write.
std::optional<LiveSession> from_json(const std::string& text) {
    boost::system::error_code error;
    const auto value = json::parse(text, error);
    if (error || !value.is_object()) return std::nullopt;
    const auto& object = value.get_object();
    const auto member = [&object](const char* name) -> std::string {
        const auto* found = object.if_contains(name);
        return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
    };
    const auto id = SessionId::parse(member("id"));
    const auto user = UserId::parse(member("user"));
    const auto role = parse_role(member("role"));
    const auto* expires = object.if_contains("expires_us");
    const auto* scopes = object.if_contains("scopes");
    if (!id || !user || !role || expires == nullptr || !expires->is_int64()) return std::nullopt;
    if (scopes == nullptr || !scopes->is_int64()) return std::nullopt;
    return LiveSession{.id = *id,
                       .principal = {.user = *user,
                                     .username = member("username"),
                                     .role = *role,
                                     .scopes = Scopes::of_bits(static_cast<std::uint32_t>(scopes->get_int64()))},
                       .expires_at = Timestamp{std::chrono::microseconds{expires->get_int64()}}};
}

Async<Result<void>> write_session(Transaction& tx, LiveSession session, std::string token_hash,
                                  std::string request_id) {
    CO_TRY(co_await insert_session(tx, session.id, session.principal.user, std::move(token_hash), session.expires_at));
    AuditEntry entry{session.principal.user, "session.create", "session", session.id.to_string(),
                     std::move(request_id)};
    CO_TRY(co_await append_audit(tx, std::move(entry)));
    co_return ok();
}

Async<Result<void>> write_revocation(Transaction& tx, LiveSession session, std::string request_id) {
    CO_TRY(co_await revoke_session(tx, session.id));
    AuditEntry entry{session.principal.user, "session.revoke", "session", session.id.to_string(),
                     std::move(request_id)};
    CO_TRY(co_await append_audit(tx, std::move(entry)));
    co_return ok();
}

Error nobody() { return Error{ErrorKind::Unauthenticated, "sign in first: the session is unknown or over"}; }

}  // namespace

Async<Result<SignedIn>> sign_in(Identity& identity, SignIn request) {
    const auto network = network_of(request.remote_address);
    CO_TRY(co_await admit_network(identity, network));
    const auto user = CO_TRY(co_await find_user_by_name(identity.database, request.username));
    // As it is written in the database, which may know more of upper and lower case than we do.
    const auto name = hashed(user ? user->profile.principal.username : request.username);
    CO_TRY(co_await admit_name(identity, name, network));
    if (!CO_TRY(co_await password_matches(identity, user, request.password))) {
        AuditEntry entry{std::nullopt, "session.refuse", "user", request.username, request.request_id};
        CO_TRY(co_await append_audit(identity.database, std::move(entry)));
        co_return fail(ErrorKind::Unauthenticated, "name or password is wrong");
    }
    const Secret token{random_token(kTokenBytes)};
    const LiveSession session{.id = SessionId::make(),
                              .principal = user->profile.principal,
                              .expires_at = identity.clock.now() + identity.rules.session_lifetime};
    const auto write = [&](Transaction& tx) {
        return write_session(tx, session, sha256_hex(token.reveal()), request.request_id);
    };
    CO_TRY(co_await in_transaction(identity.database, write));
    (void)co_await identity.cache.set(known_key(name, network), "1", identity.rules.network_known);
    co_return SignedIn{.token = token, .user = user->profile, .lifetime = identity.rules.session_lifetime};
}

Async<Result<LiveSession>> find_session(Identity& identity, Secret token) {
    const auto token_hash = sha256_hex(token.reveal());
    if (const auto cached = co_await identity.cache.get(cache_key(token_hash)); cached && *cached) {
        if (**cached == kSignedOut) co_return fail(nobody());
        const auto session = from_json(**cached);
        if (session && session->expires_at > identity.clock.now()) co_return *session;
    }
    const auto session = is_api_key(token) ? CO_TRY(co_await find_live_key(identity.database, token_hash))
                                           : CO_TRY(co_await find_live_session(identity.database, token_hash));
    if (!session) co_return fail(nobody());
    // Only where there is nothing: the session may have been signed out since it was read.
    (void)co_await identity.cache.add(cache_key(token_hash), to_json(*session), identity.rules.session_cached);
    co_return *session;
}

Async<Result<UserProfile>> show_user(Identity& identity, UserId user) {
    co_return co_await find_user(identity.database, user);
}

Async<Result<void>> sign_out(Identity& identity, Secret token, std::string request_id) {
    const auto token_hash = sha256_hex(token.reveal());
    const auto session = CO_TRY(co_await find_live_session(identity.database, token_hash));
    if (session) {
        const auto write = [&](Transaction& tx) { return write_revocation(tx, *session, request_id); };
        CO_TRY(co_await in_transaction(identity.database, write));
    } else if (!CO_TRY(co_await is_session_revoked(identity.database, token_hash))) {
        co_return ok();  // anybody may ask about any token: what never was a session leaves no mark
    }
    std::vector<std::string> ended{token_hash};
    co_await mark_signed_out(identity, std::move(ended));
    co_return ok();
}

Async<void> mark_signed_out(Identity& identity, std::vector<std::string> token_hashes) {
    const auto lifetime = identity.rules.session_lifetime;
    for (const auto& token_hash : token_hashes) {
        (void)co_await identity.cache.set(cache_key(token_hash), std::string{kSignedOut}, lifetime);
    }
}

}  // namespace acervo
