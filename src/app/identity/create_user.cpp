#include "app/identity/create_user.hpp"

#include "app/identity/password.hpp"
#include "store/audit/audit.hpp"
#include "store/identity/identity.hpp"

namespace acervo {
namespace {

Async<Result<void>> write(Transaction& tx, UserRecord user) {
    CO_TRY(co_await insert_user(tx, user));
    AuditEntry entry{std::nullopt, "user.create", "user", user.profile.principal.user.to_string(), {}};
    CO_TRY(co_await append_audit(tx, std::move(entry)));
    co_return ok();
}

}  // namespace

Async<Result<void>> create_user(Database& database, std::string username, Role role, Secret password) {
    const Principal principal{.user = UserId::make(), .username = std::move(username), .role = role};
    const UserRecord user{.profile = {.principal = principal, .display_name = {}, .email = std::nullopt},
                          .password_hash = hash_password(password),
                          .disabled = false};
    const auto work = [&user](Transaction& tx) { return write(tx, user); };
    co_return co_await in_transaction(database, work);
}

}  // namespace acervo
