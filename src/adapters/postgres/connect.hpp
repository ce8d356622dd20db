#pragma once

#include <chrono>
#include <memory>

#include "adapters/postgres/options.hpp"
#include "core/async.hpp"
#include "core/result.hpp"

/// libpq's PGconn.
struct pg_conn;

namespace acervo::postgres {

struct FinishConnection {
    void operator()(pg_conn* connection) const noexcept;
};
using ConnectionHandle = std::unique_ptr<pg_conn, FinishConnection>;

/// Connects within `connect_timeout` without ever blocking the thread: in non-blocking and pipeline mode, UTF-8, UTC,
/// with this `statement_timeout` (zero: none). SCRAM costs the thread 2–4 ms once per connection.
/// Errors: InvalidInput (the URL cannot be read), Unavailable (refused, no answer, starting up, too many connections,
/// wrong password …; the message says which).
Async<Result<ConnectionHandle>> connect(DatabaseOptions options, std::chrono::milliseconds statement_timeout);

/// How long a connection of this statement timeout may stay without a word while an answer is awaited: the server ends
/// the statement itself; two seconds later the network or the server must be gone. Zero stays zero.
std::chrono::milliseconds silence_of(std::chrono::milliseconds statement_timeout);

}  // namespace acervo::postgres
