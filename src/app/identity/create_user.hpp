#pragma once

#include <string>

#include "core/async.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "domain/identity/user.hpp"
#include "store/database.hpp"

namespace acervo {

/// Creates a user with a password; Conflict when the name is taken. The hash is computed on the caller's thread: for
/// the administration program, never for a server.
Async<Result<void>> create_user(Database& database, std::string username, Role role, Secret password);

}  // namespace acervo
