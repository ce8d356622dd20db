#include "app/identity/access_tokens.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "core/random.hpp"

namespace acervo {
namespace {

namespace json = boost::json;

constexpr std::size_t kIdBytes = 16;
/// iss aud sub sid exp nbf iat jti
constexpr std::size_t kClaims = 8;
/// By how much the clocks of our own machines may differ.
constexpr std::chrono::seconds kSkew{5};

std::int64_t seconds_of(Timestamp moment) {
    return std::chrono::duration_cast<std::chrono::seconds>(moment.time_since_epoch()).count();
}

std::unexpected<Error> bad(std::string reason) { return fail(ErrorKind::Unauthenticated, std::move(reason)); }

struct Times {
    Timestamp from;
    Timestamp until;
};

Result<Times> check_times(const jose::Claims& claims, const AccessTokenRules& rules, Timestamp now) {
    const auto expires = claims.moment("exp");
    if (!expires) return fail(expires.error());
    const auto not_before = claims.moment("nbf");
    if (!not_before) return fail(not_before.error());
    const auto issued = claims.moment("iat");
    if (!issued) return fail(issued.error());
    if (*expires <= now) return bad("the token has expired");
    const Times times{.from = std::max(*not_before, *issued) - kSkew, .until = *expires};
    if (now < times.from) return bad("the token is not good yet");
    if (*expires - *issued > rules.lifetime) return bad("the token lives longer than ours do");
    return times;
}

}  // namespace

bool is_signed_token(const Secret& token) noexcept { return token.reveal().find('.') != std::string::npos; }

Secret AccessTokens::issue(SessionId session, UserId user, Timestamp now) const {
    const auto issued = seconds_of(now);
    const json::object claims{{"iss", rules_.issuer},
                              {"aud", rules_.audience},
                              {"sub", user.to_string()},
                              {"sid", session.to_string()},
                              {"iat", issued},
                              {"nbf", issued},
                              {"exp", issued + rules_.lifetime.count()},
                              {"jti", random_token(kIdBytes)}};
    return Secret{keys_.sign(json::serialize(claims))};
}

Result<NamedByToken> AccessTokens::check(const Secret& token, Timestamp now) const {
    const auto claims = keys_.verify(token.reveal());
    if (!claims) return fail(claims.error());
    if (claims->size() != kClaims) return bad("the token has claims that ours do not have");
    if (claims->text("iss") != rules_.issuer) return bad("the token is of another issuer");
    if (claims->text("aud") != rules_.audience) return bad("the token is for somebody else");
    const auto times = check_times(*claims, rules_, now);
    if (!times) return fail(times.error());
    if (const auto id = claims->text("jti"); !id) return fail(id.error());
    const auto subject = claims->text("sub");
    const auto user = UserId::parse(subject ? *subject : "");
    if (!user) return bad("the token names no user");
    const auto sid = claims->text("sid");
    const auto session = SessionId::parse(sid ? *sid : "");
    if (!session) return bad("the token names no session");
    return NamedByToken{.session = *session, .user = *user, .from = times->from, .until = times->until};
}

}  // namespace acervo
