#pragma once

#include <chrono>
#include <string>

#include "core/secret.hpp"

namespace acervo {

class DatabaseMetrics;

struct DatabaseOptions {
    /// libpq URI, e.g. postgresql://acervo_api@127.0.0.1:5432/acervo, with the password apart. Hosts given as IP
    /// addresses or socket folders are used as they are, names are resolved without blocking.
    std::string url;
    Secret password;
    std::size_t shared_connections{2};
    std::size_t leased_connections{4};
    std::chrono::milliseconds connect_timeout{std::chrono::seconds{3}};
    /// For single statements on the shared connections.
    std::chrono::milliseconds statement_timeout{500};
    /// For statements inside transactions, and how long a transaction may sit idle. Zero: for ever.
    std::chrono::milliseconds transaction_statement_timeout{std::chrono::seconds{30}};
    /// The longest wait for a free leased connection.
    std::chrono::milliseconds lease_timeout{std::chrono::seconds{2}};
    /// Statements under way on one shared connection, and waits for a leased one, above which calls are refused with
    /// Unavailable: a queue that only grows helps nobody.
    std::size_t max_queued_statements{1024};
    std::size_t max_waiting_transactions{256};
    /// Told of what happens; null = nobody. Outlives the executor.
    DatabaseMetrics* metrics{nullptr};
};

}  // namespace acervo
