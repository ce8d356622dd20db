#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "jose/provider_keys.hpp"
#include "ports/key_source.hpp"
#include "store/identity/provider_people.hpp"

namespace acervo {

/// One identity provider whose tokens are taken (OpenID Connect; RFC 9068), and what they mean here.
struct ProviderRules {
    std::string issuer;
    std::string audience;
    /// Out of RS256, ES256, EdDSA.
    std::vector<std::string> algorithms{"RS256", "ES256", "EdDSA"};
    std::string groups_claim{"groups"};
    /// Their groups → roles here; of several the one that may do most.
    std::map<std::string, Role> roles{};
    /// The role of people in none of these; without it they are refused.
    std::optional<Role> default_role{};
    /// Their groups → names of groups here.
    std::map<std::string, std::string> groups{};
    /// Keys are asked for again when they are older than this …
    std::chrono::seconds keys_kept{std::chrono::minutes{10}};
    /// … or a token names one that is not there; but never more often than this, whatever tokens say.
    std::chrono::seconds keys_pause{30};
    /// Keys that were not taken back are believed for so long while the provider does not answer.
    std::chrono::seconds keys_believed{std::chrono::hours{4}};
    /// By how much their clock may differ from ours.
    std::chrono::seconds skew{60};
};

struct ProviderToken {
    ProviderPerson person;
    Timestamp expires_at{};
};

/// Checks tokens of the provider. One per thread; keys are kept in memory.
class ProviderTokens {
public:
    /// `source` and `clock` must outlive this.
    ProviderTokens(KeySource& source, const Clock& clock, ProviderRules rules)
        : source_{&source}, clock_{&clock}, rules_{std::move(rules)} {}

    /// Whom the token names. Unauthenticated for one that is not good, Forbidden for somebody without a role here,
    /// Unavailable while no keys could be had.
    Async<Result<ProviderToken>> check(Secret token);

private:
    Async<Result<void>> provide_key(std::string key_id);
    Async<Result<void>> fetch_keys();
    Result<ProviderToken> read(const jose::Claims& claims) const;

    KeySource* source_;
    const Clock* clock_;
    ProviderRules rules_;
    jose::ProviderKeys keys_;
    std::optional<Timestamp> fetched_at_;
    std::optional<Timestamp> asked_at_;
    bool fetching_{false};
};

}  // namespace acervo
