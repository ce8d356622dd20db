#include "app/identity/provider_tokens.hpp"

#include <algorithm>

#include "core/log.hpp"
#include "core/utf8.hpp"
#include "jose/compact_jws.hpp"

namespace acervo {
namespace {

std::unexpected<Error> bad(std::string reason) { return fail(ErrorKind::Unauthenticated, std::move(reason)); }

Error no_keys() {
    Error error{ErrorKind::Unavailable, "the keys of the identity provider are not there yet"};
    return std::move(error).with_retry_after(std::chrono::seconds{1});
}

/// As user names are here: without blanks. The first of these claims of which something is left.
std::string user_name(const jose::Claims& claims) {
    for (const auto* claim : {"preferred_username", "email", "sub"}) {
        auto name = claims.text(claim).value_or("");
        std::erase(name, ' ');
        if (!name.empty()) return name;
    }
    return "somebody";
}

std::string display_name(const jose::Claims& claims) {
    const auto name = claims.text("name").value_or("");
    return std::string{first_code_points(name, 200)};
}

Result<Timestamp> check_times(const jose::Claims& claims, const ProviderRules& rules, Timestamp now) {
    const auto expires = claims.moment("exp");
    if (!expires) return fail(expires.error());
    if (*expires <= now) return bad("the token has expired");
    for (const auto* name : {"nbf", "iat"}) {
        if (!claims.has(name)) continue;
        const auto moment = claims.moment(name);
        if (!moment) return fail(moment.error());
        if (*moment > now + rules.skew) return bad("the token is not good yet");
    }
    return *expires;
}

/// Of several roles the one that may do most; those of people rise in the order of `Role`.
std::optional<Role> role_of(const std::vector<std::string>& groups, const ProviderRules& rules) {
    auto role = rules.default_role;
    for (const auto& group : groups) {
        const auto found = rules.roles.find(group);
        if (found != rules.roles.end() && (!role || *role < found->second)) role = found->second;
    }
    return role;
}

}  // namespace

Async<Result<ProviderToken>> ProviderTokens::check(Secret token) {
    const auto parts = CO_TRY(jose::parse_compact(token.reveal()));
    CO_TRY(co_await provide_key(parts.header.key_id));
    const auto claims = CO_TRY(keys_.verify(parts));
    co_return read(claims);
}

Async<Result<void>> ProviderTokens::provide_key(std::string key_id) {
    const auto now = clock_->now();
    const bool is_fresh = fetched_at_ && now - *fetched_at_ < rules_.keys_kept;
    const bool may_ask = !fetching_ && (!asked_at_ || now - *asked_at_ >= rules_.keys_pause);
    if ((!is_fresh || !keys_.has(key_id)) && may_ask) {
        const auto fetched = co_await fetch_keys();
        if (!fetched) {
            log::warn("provider.keys_missing", {{"error", fetched.error().message()}});
        }
    }
    if (!fetched_at_ || clock_->now() - *fetched_at_ > rules_.keys_believed) co_return fail(no_keys());
    co_return ok();
}

Async<Result<void>> ProviderTokens::fetch_keys() {
    fetching_ = true;
    asked_at_ = clock_->now();
    const auto text = co_await source_->fetch();
    fetching_ = false;
    if (!text) co_return fail(text.error());
    keys_ = CO_TRY(jose::ProviderKeys::parse(*text, rules_.algorithms));
    fetched_at_ = clock_->now();
    co_return ok();
}

Result<ProviderToken> ProviderTokens::read(const jose::Claims& claims) const {
    if (claims.text("iss") != rules_.issuer) return bad("the token is of another issuer");
    const auto audience = claims.texts("aud");
    if (!audience || std::ranges::find(*audience, rules_.audience) == audience->end()) {
        return bad("the token is for somebody else");
    }
    const auto expires = check_times(claims, rules_, clock_->now());
    if (!expires) return fail(expires.error());
    auto subject = claims.text("sub");
    if (!subject) return fail(std::move(subject).error());
    std::vector<std::string> theirs;
    if (claims.has(rules_.groups_claim)) {
        auto groups = claims.texts(rules_.groups_claim);
        if (!groups) return fail(std::move(groups).error());
        theirs = *std::move(groups);
    }
    const auto role = role_of(theirs, rules_);
    if (!role) return fail(ErrorKind::Forbidden, "none of your groups has a role here");
    ProviderToken token;
    token.expires_at = *expires;
    token.person = {.issuer = rules_.issuer,
                    .subject = *subject,
                    .username = user_name(claims),
                    .display_name = display_name(claims),
                    .email = std::nullopt,
                    .role = *role,
                    .groups = {},
                    .managed_groups = {}};
    if (auto email = claims.text("email"); email && code_points(*email) <= 320) token.person.email = *std::move(email);
    for (const auto& [group, ours] : rules_.groups) {
        token.person.managed_groups.push_back(ours);
        if (std::ranges::find(theirs, group) != theirs.end()) token.person.groups.push_back(ours);
    }
    return token;
}

}  // namespace acervo
