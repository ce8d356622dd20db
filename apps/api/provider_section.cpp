#include "provider_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace acervo::api_program {
namespace {

constexpr std::array<std::string_view, 3> kAlgorithms{"RS256", "ES256", "EdDSA"};

Error wrong(std::string_view key, std::string_view reason) {
    return Error{ErrorKind::InvalidInput, fmt::format("[provider] {} {}", key, reason)};
}

/// The parts of `theirs=ours`; a group of theirs may have a `=` in its name.
Result<std::pair<std::string, std::string>> pair_of(std::string_view key, const std::string& text) {
    const auto sign = text.rfind('=');
    if (sign == std::string::npos || sign == 0 || sign + 1 == text.size()) {
        return fail(wrong(key, fmt::format("has '{}', which is not 'theirs=ours'", text)));
    }
    return std::pair{text.substr(0, sign), text.substr(sign + 1)};
}

Result<Role> role_of(std::string_view key, std::string_view name) {
    const auto role = parse_role(name);
    if (!role || *role == Role::Service) return fail(wrong(key, fmt::format("has '{}', which is no role", name)));
    return *role;
}

Result<void> read_roles(const ProviderSection& section, ProviderRules& rules) {
    for (const auto& text : section.roles) {
        auto pair = pair_of("roles", text);
        if (!pair) return fail(std::move(pair).error());
        const auto role = role_of("roles", pair->second);
        if (!role) return fail(role.error());
        rules.roles[pair->first] = *role;
    }
    if (section.default_role.empty()) return ok();
    const auto role = role_of("default_role", section.default_role);
    if (!role) return fail(role.error());
    rules.default_role = *role;
    return ok();
}

}  // namespace

void describe(config::Section<ProviderSection>& section) {
    section.doc("An identity provider (OpenID Connect) whose tokens are taken beside our own; none without an issuer");
    section.key("issuer", &ProviderSection::issuer, "`iss` of its tokens");
    section.key("audience", &ProviderSection::audience, "`aud` that a token for us has");
    section.key("keys_url", &ProviderSection::keys_url, "Where its public keys are, its jwks_uri");
    section.key("ca_file", &ProviderSection::ca_file, "Authorities to trust for that, PEM; empty = the system's");
    section.key("algorithms", &ProviderSection::algorithms, "Out of RS256, ES256 and EdDSA");
    section.key("groups_claim", &ProviderSection::groups_claim, "The claim with the names of a person's groups there");
    section.key("roles", &ProviderSection::roles, "What their groups are here, each as 'group=role'");
    section.key("default_role", &ProviderSection::default_role,
                "The role of people in none of these groups; empty = they are refused");
    section.key("groups", &ProviderSection::groups, "Which groups of ours they are in, each as 'theirs=ours'");
}

Result<std::optional<ProviderRules>> rules_of(const ProviderSection& section) {
    if (section.issuer.empty()) return std::nullopt;
    if (section.audience.empty()) return fail(wrong("audience", "is missing"));
    if (section.keys_url.empty()) return fail(wrong("keys_url", "is missing"));
    ProviderRules rules;
    rules.issuer = section.issuer;
    rules.audience = section.audience;
    rules.algorithms = section.algorithms;
    rules.groups_claim = section.groups_claim;
    for (const auto& algorithm : section.algorithms) {
        if (std::ranges::find(kAlgorithms, algorithm) == kAlgorithms.end()) {
            return fail(wrong("algorithms", fmt::format("has '{}'", algorithm)));
        }
    }
    if (const auto read = read_roles(section, rules); !read) return fail(read.error());
    for (const auto& text : section.groups) {
        auto pair = pair_of("groups", text);
        if (!pair) return fail(std::move(pair).error());
        rules.groups[pair->first] = pair->second;
    }
    return rules;
}

}  // namespace acervo::api_program
