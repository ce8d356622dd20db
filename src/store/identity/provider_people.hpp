#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/async.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "domain/identity/user.hpp"
#include "store/database.hpp"

namespace acervo {

/// Somebody as an identity provider describes them.
struct ProviderPerson {
    std::string issuer;
    /// The provider's own name for the person, which it never gives to another one.
    std::string subject;
    std::string username;
    std::string display_name;
    std::optional<std::string> email;
    Role role{Role::Viewer};
    /// Names of our groups that the person shall be in, out of `managed_groups`; no other group is touched.
    std::vector<std::string> groups;
    std::vector<std::string> managed_groups;
};

struct KnownPerson {
    UserId user;
    bool is_new{false};
};

/// The user behind the person: made at first sight, brought up to date later. A user name or an address that somebody
/// else has is never taken over: the name gets an ending, the address is left out.
Async<Result<KnownPerson>> know_person(Transaction& tx, ProviderPerson person);

}  // namespace acervo
