#include "app/identity/call_budget.hpp"

#include "app/limits/network.hpp"

namespace acervo {
namespace {

std::vector<RateLimit> limits_of(Budget budget) {
    return {{.allowed = budget.per_minute, .window = std::chrono::minutes{1}},
            {.allowed = budget.per_hour, .window = std::chrono::hours{1}}};
}

}  // namespace

Async<RateState> spend_call(Identity& identity, LiveSession session, Permission permission) {
    const auto& budgets = identity.rules.budgets;
    if (session.principal.role == Role::Service) {
        co_return co_await identity.limiter.spend("key:" + session.id.to_string(), limits_of(budgets.key));
    }
    const bool uploads = permission == Permission::AssetCreate;
    const auto principal = (uploads ? "uploads:" : "calls:") + session.principal.user.to_string();
    co_return co_await identity.limiter.spend(principal, limits_of(uploads ? budgets.person_uploads : budgets.person));
}

Async<RateState> spend_as_stranger(Identity& identity, std::string remote_address) {
    const auto principal = "stranger:" + network_of(remote_address);
    co_return co_await identity.limiter.spend(principal, limits_of(identity.rules.budgets.stranger));
}

}  // namespace acervo
