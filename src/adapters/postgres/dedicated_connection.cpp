#include "adapters/postgres/dedicated_connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/this_coro.hpp>

#include "adapters/postgres/connect.hpp"
#include "adapters/postgres/database_error.hpp"

namespace acervo {
namespace {

using postgres::Connection;

constexpr Statement kTryLock{"postgres.try_lock", "SELECT pg_try_advisory_lock($1::bigint)"};
constexpr Statement kUnlock{"postgres.unlock", "SELECT pg_advisory_unlock($1::bigint)"};

bool is_channel_name(std::string_view name) {
    constexpr std::size_t kLongest = 63;  // of PostgreSQL's identifiers
    return !name.empty() && name.size() <= kLongest && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

}  // namespace

Async<Result<DedicatedConnection>> DedicatedConnection::connect(DatabaseOptions options) {
    const auto timeout = options.transaction_statement_timeout;
    auto* const metrics = options.metrics;
    auto handle = CO_TRY(co_await postgres::connect(std::move(options), timeout));
    const auto executor = co_await boost::asio::this_coro::executor;
    co_return DedicatedConnection{
        Connection::start(executor, std::move(handle), postgres::silence_of(timeout), metrics)};
}

DedicatedConnection& DedicatedConnection::operator=(DedicatedConnection&& other) noexcept {
    std::swap(connection_, other.connection_);
    return *this;
}

DedicatedConnection::~DedicatedConnection() {
    if (connection_) connection_->close();
}

Async<Result<void>> DedicatedConnection::listen(std::string channel) {
    if (!is_channel_name(channel)) co_return fail(ErrorKind::InvalidInput, "not a name of a channel: " + channel);
    const auto sql = fmt::format("LISTEN \"{}\"", channel);
    CO_TRY(co_await Connection::execute(connection_, Statement{"", sql}, {}));
    co_return ok();
}

Async<Result<Notification>> DedicatedConnection::next_notification(std::chrono::milliseconds timeout) {
    const auto connection = connection_;
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    for (;;) {
        if (auto notification = connection->take_notification()) co_return *std::move(notification);
        if (connection->is_lost()) co_return fail(postgres::unavailable(connection->why_lost()));
        if (std::chrono::steady_clock::now() >= deadline) co_return fail(ErrorKind::Timeout, "no notification came");
        co_await Connection::wait_for_event(connection, deadline);
    }
}

Async<Result<bool>> DedicatedConnection::try_lock(std::int64_t key) {
    const auto rows = CO_TRY(co_await execute(kTryLock, key));
    co_return rows[0].get<bool>(0);
}

Async<Result<void>> DedicatedConnection::unlock(std::int64_t key) {
    const auto rows = CO_TRY(co_await execute(kUnlock, key));
    if (!rows[0].get<bool>(0)) co_return fail(ErrorKind::Conflict, "the lock was not held");
    co_return ok();
}

}  // namespace acervo
