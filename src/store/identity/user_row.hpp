#pragma once

#include "domain/identity/user.hpp"
#include "store/database.hpp"
#include "store/identity/identity.hpp"

namespace acervo {

/// Id, name and role, in three columns from `first` on.
Principal principal_of(const Row& row, int first);
/// Those three at the front, then display name and e-mail address.
UserProfile profile_of(const Row& row);
/// The session's id, those three of its user, and when it ends.
LiveSession session_of(const Row& row);

}  // namespace acervo
