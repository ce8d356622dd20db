#include "app/identity/identity.hpp"

#include <boost/json.hpp>

#include "app/identity/api_keys.hpp"
#include "app/identity/check_credentials.hpp"
#include "app/identity/provider_tokens.hpp"
#include "core/digest.hpp"
#include "core/random.hpp"
#include "store/audit/audit.hpp"
#include "store/identity/refresh_tokens.hpp"

namespace acervo {
namespace {

namespace json = boost::json;

constexpr std::size_t kTokenBytes = 32;

/// In the cache, in the place of a session that was signed out.
constexpr std::string_view kSignedOut = "signed out";

/// `name`: the SHA-256 of the token that opens the session, or the session's id where signed tokens name it.
std::string cache_key(const std::string& name) { return "session:" + name; }

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

/// How a session is known to the cache and the database.
struct NamedSession {
    std::string name;
    /// Where a signed token names it, with its user.
    std::optional<NamedByToken> by_token;
};

Error nobody() { return Error{ErrorKind::Unauthenticated, "sign in first: the session is unknown or over"}; }

/// Whether the session is of the user that the token says.
bool fits(const LiveSession& session, const NamedSession& named) {
    return !named.by_token || named.by_token->user == session.principal.user;
}

/// Unauthenticated for a signed token that is not good, whatever is wrong with it: who forged it learns nothing.
Result<NamedSession> name_session(Identity& identity, const Secret& token) {
    if (is_signed_token(token) && identity.tokens != nullptr) {
        const auto named = identity.checked.check(*identity.tokens, token, identity.clock.now());
        if (named) return NamedSession{.name = named->session.to_string(), .by_token = *named};
    }
    if (is_signed_token(token) && identity.provider == nullptr) return fail(nobody());
    return NamedSession{.name = sha256_hex(token.reveal()), .by_token = std::nullopt};
}

Async<Result<std::optional<LiveSession>>> read_session(Identity& identity, NamedSession named, bool is_key) {
    if (named.by_token) co_return co_await find_live_session(identity.database, named.by_token->session);
    co_return is_key ? co_await find_live_key(identity.database, named.name)
                     : co_await find_live_session(identity.database, named.name);
}

/// Somebody whom a provider named, with a session that begins with the first sight of the token.
Async<Result<void>> write_provider_session(Transaction& tx, ProviderToken token, std::string token_hash) {
    const auto known = CO_TRY(co_await know_person(tx, token.person));
    const auto id = SessionId::make();
    if (!CO_TRY(co_await insert_session_once(tx, id, known.user, token_hash, token.expires_at))) co_return ok();
    if (known.is_new) {
        AuditEntry line{known.user, "user.create", "user", known.user.to_string(), ""};
        CO_TRY(co_await append_audit(tx, std::move(line)));
    }
    AuditEntry line{known.user, "session.create", "session", id.to_string(), ""};
    co_return co_await append_audit(tx, std::move(line));
}

/// A token of the provider is a session's token like any other from its first sight on, so that signing out, disabling
/// its user and the limits of a session hold for it, too. It is checked each time before the database is asked.
Async<Result<std::optional<LiveSession>>> read_provider_session(Identity& identity, Secret token, std::string hash) {
    auto checked = co_await identity.provider->check(std::move(token));
    if (!checked && checked.error().kind() == ErrorKind::Unauthenticated) co_return fail(nobody());
    auto good = CO_TRY(std::move(checked));
    auto session = CO_TRY(co_await find_live_session(identity.database, hash));
    if (session) co_return session;
    const auto latest = identity.clock.now() + identity.rules.session_lifetime;
    good.expires_at = std::min(good.expires_at, latest);
    const auto write = [&](Transaction& tx) { return write_provider_session(tx, good, hash); };
    CO_TRY(co_await in_transaction(identity.database, write));
    // Nothing where the session was ended before, or the user is disabled.
    co_return co_await find_live_session(identity.database, hash);
}

}  // namespace

Async<Result<SignedIn>> sign_in(Identity& identity, SignIn request) {
    const auto request_id = request.request_id;
    const auto user = CO_TRY(co_await check_credentials(identity, std::move(request)));
    const Secret token{random_token(kTokenBytes)};
    const LiveSession session{.id = SessionId::make(),
                              .principal = user.principal,
                              .expires_at = identity.clock.now() + identity.rules.session_lifetime};
    const auto write = [&](Transaction& tx) {
        return write_session(tx, session, sha256_hex(token.reveal()), request_id);
    };
    CO_TRY(co_await in_transaction(identity.database, write));
    co_return SignedIn{.token = token, .user = user, .lifetime = identity.rules.session_lifetime};
}

Async<Result<LiveSession>> find_session(Identity& identity, Secret token) {
    const auto named = CO_TRY(name_session(identity, token));
    if (const auto cached = co_await identity.cache.get(cache_key(named.name)); cached && *cached) {
        if (**cached == kSignedOut) co_return fail(nobody());
        const auto session = from_json(**cached);
        if (session && session->expires_at > identity.clock.now() && fits(*session, named)) co_return *session;
    }
    const bool is_of_provider = is_signed_token(token) && !named.by_token;
    const auto session = is_of_provider ? CO_TRY(co_await read_provider_session(identity, token, named.name))
                                        : CO_TRY(co_await read_session(identity, named, is_api_key(token)));
    if (!session || !fits(*session, named)) co_return fail(nobody());
    // Only where there is nothing: the session may have been signed out since it was read.
    (void)co_await identity.cache.add(cache_key(named.name), to_json(*session), identity.rules.session_cached);
    co_return *session;
}

Async<Result<UserProfile>> show_user(Identity& identity, UserId user) {
    co_return co_await find_user(identity.database, user);
}

Async<Result<void>> sign_out(Identity& identity, Secret token, std::string request_id) {
    const auto named = CO_TRY(name_session(identity, token));
    const auto session = CO_TRY(co_await read_session(identity, named, false));
    if (session) {
        const auto write = [&](Transaction& tx) { return write_revocation(tx, *session, request_id); };
        CO_TRY(co_await in_transaction(identity.database, write));
    } else if (!named.by_token && !CO_TRY(co_await is_session_revoked(identity.database, named.name))) {
        co_return ok();  // anybody may ask about any token: what never was a session leaves no mark
    }
    std::vector<std::string> ended{named.name};
    co_await mark_signed_out(identity, std::move(ended));
    co_return ok();
}

Async<void> mark_signed_out(Identity& identity, std::vector<std::string> sessions) {
    const auto lifetime = identity.rules.session_lifetime;
    for (const auto& name : sessions) {
        (void)co_await identity.cache.set(cache_key(name), std::string{kSignedOut}, lifetime);
    }
}

}  // namespace acervo
