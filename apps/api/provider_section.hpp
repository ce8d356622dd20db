#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/identity/provider_tokens.hpp"
#include "core/config.hpp"

namespace acervo::api_program {

/// An identity provider whose tokens are taken, too; none while `issuer` is empty.
struct ProviderSection {
    std::string issuer;
    std::string audience;
    std::string keys_url;
    std::string ca_file;
    std::vector<std::string> algorithms{"RS256", "ES256", "EdDSA"};
    std::string groups_claim{"groups"};
    std::vector<std::string> roles;
    std::string default_role;
    std::vector<std::string> groups;
};
void describe(config::Section<ProviderSection>& section);

/// Nothing while there is no provider; InvalidInput names the key that is wrong.
Result<std::optional<ProviderRules>> rules_of(const ProviderSection& section);

}  // namespace acervo::api_program
