#pragma once

#include <chrono>
#include <random>
#include <string>

#include "adapters/postgres/database.hpp"
#include "twenty_steps.hpp"

namespace acervo::temporal {

/// Where deposits take effect: accounts in PostgreSQL. A balance grows by every deposit that is carried out, so one
/// that took effect twice shows; the unique key in the same transaction is what keeps that from happening. Beside them
/// stands how far each call of the activity came, for who kills its process.
class Ledger {
public:
    /// SQL that makes its tables in an empty database.
    static const char* schema();

    /// `worker`: the number of this process.
    Ledger(Database& database, int worker) : database_{&database}, worker_{worker} {
        chance_.seed(static_cast<unsigned>(worker));
    }

    /// Pays in, unless the key was used before, and answers the amount. It takes its time before and after the effect.
    Async<Result<int>> pay_in(twenty_steps::Deposit deposit);

private:
    std::chrono::milliseconds pause() { return std::chrono::milliseconds{chance_() % 100}; }

    Database* database_;
    int worker_;
    std::minstd_rand chance_;
};

}  // namespace acervo::temporal
