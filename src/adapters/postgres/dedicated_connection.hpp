#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "adapters/postgres/connection.hpp"
#include "adapters/postgres/options.hpp"
#include "adapters/postgres/parameter.hpp"
#include "adapters/postgres/rows.hpp"
#include "adapters/postgres/statement.hpp"
#include "core/async.hpp"
#include "core/result.hpp"

namespace acervo {

/// A connection of one's own, for what belongs to a session: LISTEN and advisory locks. It does not come back by
/// itself: when it is lost, so are its locks and subscriptions, every call answers Unavailable, and the owner makes a
/// new one. A lock held over a network that died in silence is noticed only within some 20 s (keepalive), so what
/// must never be done twice is also guarded by a row version or a unique key.
class DedicatedConnection {
public:
    /// Connects on the executor of the caller, within `connect_timeout`. Statements have the
    /// `transaction_statement_timeout`.
    static Async<Result<DedicatedConnection>> connect(DatabaseOptions options);
    DedicatedConnection(DedicatedConnection&&) noexcept = default;
    DedicatedConnection& operator=(DedicatedConnection&& other) noexcept;
    ~DedicatedConnection();

    template <class... Values>
    Async<Result<Rows>> execute(Statement statement, Values... values) {
        return postgres::Connection::execute(connection_, statement, parameters_of(std::move(values)...));
    }

    /// Subscribes to `channel`: lower-case letters, digits and `_`, anything else is InvalidInput.
    Async<Result<void>> listen(std::string channel);
    /// The next notification, or Timeout when none came. Only a hint that there is something to look for: more than
    /// 1,024 that nobody took are dropped, and none are kept while there is no connection.
    Async<Result<Notification>> next_notification(std::chrono::milliseconds timeout);

    /// Takes the session's advisory lock `key` without waiting; false when another session holds it.
    Async<Result<bool>> try_lock(std::int64_t key);
    Async<Result<void>> unlock(std::int64_t key);

    bool is_lost() const noexcept { return connection_->is_lost(); }
    const std::string& why_lost() const noexcept { return connection_->why_lost(); }
    Async<void> wait_until_lost() { return postgres::Connection::wait_until_lost(connection_); }
    /// Gives up locks and subscriptions.
    void close() { connection_->close(); }

private:
    explicit DedicatedConnection(std::shared_ptr<postgres::Connection> connection)
        : connection_{std::move(connection)} {}
    std::shared_ptr<postgres::Connection> connection_;
};

}  // namespace acervo
