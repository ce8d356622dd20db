#include "app/identity/api_keys.hpp"

#include "app/access/audited.hpp"
#include "core/digest.hpp"
#include "core/random.hpp"

namespace acervo {
namespace {

constexpr std::size_t kTokenBytes = 32;

Async<Result<void>> revoke(Transaction& tx, UserId user, ApiKeyId key, std::vector<std::string>* ended) {
    ended->assign(1, CO_TRY(co_await revoke_api_key(tx, user, key)));
    co_return ok();
}

}  // namespace

bool is_api_key(const Secret& token) noexcept { return token.reveal().starts_with(kApiKeyPrefix); }

Async<Result<MadeApiKey>> make_api_key(Identity& identity, Caller caller, NewApiKey order) {
    const auto now = identity.clock.now();
    if (order.expires_at && *order.expires_at <= now) {
        Error over{ErrorKind::InvalidInput, "the key would be over already"};
        co_return fail(std::move(over).with_fields({{"/expires_at", "must lie in the future"}}));
    }
    MadeApiKey made{.key = {.id = ApiKeyId::make(),
                            .user = order.user,
                            .name = std::move(order.name),
                            .scopes = order.scopes,
                            .created_by = caller.principal.user,
                            .created_at = now,
                            .expires_at = order.expires_at},
                    .token = Secret{std::string{kApiKeyPrefix} + random_token(kTokenBytes)}};
    auto line = audit_line(caller, "key.create", "user", order.user,
                           {{"key_id", made.key.id.to_string()}, {"name", made.key.name}});
    const auto insert = [&made](Transaction& tx) {
        return insert_api_key(tx, made.key, sha256_hex(made.token.reveal()));
    };
    CO_TRY(co_await audited(identity.database, std::move(line), insert));
    co_return made;
}

Async<Result<std::vector<ApiKey>>> show_api_keys(Identity& identity, UserId user) {
    CO_TRY(co_await find_user(identity.database, user));
    co_return co_await list_api_keys(identity.database, user);
}

Async<Result<void>> revoke_key(Identity& identity, Caller caller, UserId user, ApiKeyId key) {
    std::vector<std::string> ended;
    auto line = audit_line(caller, "key.revoke", "user", user, {{"key_id", key.to_string()}});
    const auto work = [user, key, &ended](Transaction& tx) { return revoke(tx, user, key, &ended); };
    CO_TRY(co_await audited(identity.database, std::move(line), work));
    co_await mark_signed_out(identity, std::move(ended));
    co_return ok();
}

}  // namespace acervo
