#include "app/identity/api_keys.hpp"

#include "app/access/made_once.hpp"
#include "core/digest.hpp"
#include "core/random.hpp"

namespace acervo {
namespace {

constexpr std::size_t kTokenBytes = 32;

Async<Result<void>> revoke(Transaction& tx, UserId user, ApiKeyId key, std::vector<std::string>* ended) {
    ended->assign(1, CO_TRY(co_await revoke_api_key(tx, user, key)));
    co_return ok();
}

struct Renewal {
    ApiKeyId key;
    std::string token_hash;
};

Async<Result<void>> renew(Transaction& tx, Renewal renewal, std::vector<std::string>* ended) {
    ended->assign(1, CO_TRY(co_await renew_api_key(tx, renewal.key, std::move(renewal.token_hash))));
    co_return ok();
}

/// The key that an earlier call made. Nobody can tell its token again, so it gets another one.
Async<Result<MadeApiKey>> make_again(Identity& identity, Caller caller, ApiKeyId id, Secret token) {
    std::vector<std::string> ended;
    const Renewal renewal{.key = id, .token_hash = sha256_hex(token.reveal())};
    const auto work = [&renewal, &ended](Transaction& tx) { return renew(tx, renewal, &ended); };
    auto key = CO_TRY(co_await find_api_key(identity.database, id));
    auto line = audit_line(caller, "key.renew", "user", key.user, {{"key_id", id.to_string()}});
    CO_TRY(co_await audited(identity.database, std::move(line), work));
    co_await mark_signed_out(identity, std::move(ended));
    co_return MadeApiKey{.key = std::move(key), .token = std::move(token)};
}

}  // namespace

bool is_api_key(const Secret& token) noexcept { return token.reveal().starts_with(kApiKeyPrefix); }

Async<Result<MadeApiKey>> make_api_key(Identity& identity, Caller caller, NewApiKey order,
                                       std::optional<IdempotencyKey> once) {
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
    Making<ApiKeyId> making{.id = made.key.id,
                            .line = audit_line(caller, "key.create", "user", order.user,
                                               {{"key_id", made.key.id.to_string()}, {"name", made.key.name}}),
                            .key = std::move(once)};
    const auto insert = [&made](Transaction& tx) {
        return insert_api_key(tx, made.key, sha256_hex(made.token.reveal()));
    };
    const auto done = CO_TRY(co_await made_once(identity.database, std::move(making), insert));
    if (done.is_new) co_return made;
    co_return co_await make_again(identity, std::move(caller), done.id, made.token);
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
