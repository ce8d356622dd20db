#pragma once

#include <string>

#include "app/identity/identity.hpp"
#include "store/idempotency/idempotency.hpp"

namespace acervo {

struct PasswordReset {
    /// 256 random bits; kept as a hash.
    Secret token;
    Timestamp expires_at{};
};
/// A link for somebody who cannot sign in; it takes the place of an earlier one. NotFound; Conflict for a service and
/// for a disabled user. An idempotency key that comes again gives another link, and says when it was for another user
/// (IdempotencyMismatch).
Async<Result<PasswordReset>> create_password_reset(Identity& identity, Caller caller, UserId user,
                                                   std::optional<IdempotencyKey> key);

struct NewPassword {
    Secret token;
    Secret password;
    std::string remote_address;
    std::string request_id;
};
/// Sets the password, ends all sessions of the user, and the link with it. NotFound when the link is unknown, used or
/// over; RateLimited after many tries from one network.
Async<Result<void>> reset_password(Identity& identity, NewPassword order);

}  // namespace acervo
