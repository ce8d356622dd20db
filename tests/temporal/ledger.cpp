#include "ledger.hpp"

#include "adapters/postgres/in_transaction.hpp"
#include "core/sleep.hpp"

namespace acervo::temporal {

namespace {

using twenty_steps::Deposit;

constexpr Statement kBegin{"ledger.begin", "INSERT INTO calls (key, worker) VALUES ($1, $2) RETURNING id"};
constexpr Statement kReach{"ledger.reach", "UPDATE calls SET stage = $2 WHERE id = $1"};
constexpr Statement kUseKey{"ledger.use_key",
                            "INSERT INTO effects (key, account) VALUES ($1, $2) ON CONFLICT DO NOTHING"};
constexpr Statement kAdd{"ledger.add",
                         "INSERT INTO accounts AS a (name, balance) VALUES ($1, $2) "
                         "ON CONFLICT (name) DO UPDATE SET balance = a.balance + excluded.balance"};

Async<Result<void>> take_effect(Transaction& transaction, Deposit deposit, std::int64_t call) {
    const auto used = CO_TRY(co_await transaction.execute(kUseKey, deposit.key, deposit.account));
    if (used.affected() == 1) CO_TRY(co_await transaction.execute(kAdd, deposit.account, deposit.amount));
    CO_TRY(co_await transaction.execute(kReach, call, std::string{"committed"}));
    co_return ok();
}

}  // namespace

const char* Ledger::schema() {
    return "CREATE TABLE accounts (name text PRIMARY KEY, balance bigint NOT NULL);"
           "CREATE TABLE effects (key text PRIMARY KEY, account text NOT NULL);"
           // How far a call came: begun, committed (its effect is there), answered.
           "CREATE TABLE calls (id bigserial PRIMARY KEY, key text NOT NULL, worker int NOT NULL,"
           " stage text NOT NULL DEFAULT 'begun');"
           "CREATE INDEX ON calls (worker)";
}

Async<Result<int>> Ledger::pay_in(Deposit deposit) {
    const auto begun = CO_TRY(co_await database_->query(kBegin, deposit.key, worker_));
    const auto call = begun[0].get<std::int64_t>(0);
    co_await sleep_for(pause());
    auto effect = [&](Transaction& transaction) { return take_effect(transaction, deposit, call); };
    CO_TRY(co_await in_transaction(*database_, effect));
    co_await sleep_for(pause());
    CO_TRY(co_await database_->query(kReach, call, std::string{"answered"}));
    co_return deposit.amount;
}

}  // namespace acervo::temporal
