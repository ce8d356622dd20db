#pragma once

#include "app/identity/identity.hpp"

namespace acervo {

/// Whose name and password these are. Unauthenticated for an unknown name, a wrong password and a disabled user alike,
/// after the same work, and noted in the audit log; RateLimited after too many attempts, by the limits of
/// `IdentityRules`.
Async<Result<UserProfile>> check_credentials(Identity& identity, SignIn request);

}  // namespace acervo
