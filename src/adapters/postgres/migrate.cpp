#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <optional>
#include <thread>

#include "adapters/postgres/connect.hpp"
#include "adapters/postgres/database_error.hpp"
#include "adapters/postgres/migrations.hpp"
#include "adapters/postgres/rows.hpp"

namespace acervo {
namespace {

using postgres::ConnectionHandle;
using postgres::ResultHandle;
using Clock = std::chrono::steady_clock;

/// Any number, the same in every version of the program: "acervo" in ASCII.
constexpr const char* kTryLock = "SELECT pg_try_advisory_lock(107079531656815)";
constexpr const char* kCreateTable =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    "version integer PRIMARY KEY, name text NOT NULL, checksum char(64) NOT NULL, "
    "applied_at timestamptz NOT NULL DEFAULT now(), duration_ms bigint NOT NULL)";

/// A connection that blocks, for scripts of several statements, which the pipeline does not take.
Result<ConnectionHandle> connect_blocking(const DatabaseOptions& options) {
    boost::asio::io_context context;
    std::optional<Result<ConnectionHandle>> handle;
    boost::asio::co_spawn(context, postgres::connect(options, std::chrono::milliseconds::zero()),
                          [&handle](const std::exception_ptr& thrown, Result<ConnectionHandle> connected) {
                              if (thrown) std::rethrow_exception(thrown);
                              handle.emplace(std::move(connected));
                          });
    context.run();
    if (*handle && (PQexitPipelineMode((*handle)->get()) != 1 || PQsetnonblocking((*handle)->get(), 0) != 0)) {
        return fail(postgres::unavailable(PQerrorMessage((*handle)->get())));
    }
    return *std::move(handle);
}

/// One run over one connection.
class Migrator {
public:
    Migrator(ConnectionHandle connection, const MigrationOptions& options)
        : connection_{std::move(connection)}, options_{options} {}

    Result<std::vector<std::string>> run(std::vector<Migration> migrations);

private:
    Result<Rows> execute(const std::string& sql, std::string_view what);
    Result<void> lock();
    Result<std::vector<AppliedMigration>> applied();
    Result<void> apply(const Migration& migration);
    Result<void> apply_script(const Migration& migration);
    Result<void> record(const Migration& migration, std::chrono::milliseconds duration);

    ConnectionHandle connection_;
    MigrationOptions options_;
};

/// ` in line 12`, counted from the position that PostgreSQL tells.
std::string place_of(const PGresult* result, std::string_view sql) {
    const char* position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
    if (position == nullptr) return {};
    const auto count = std::min(sql.size(), static_cast<std::size_t>(std::max(0, std::atoi(position))));
    return fmt::format(" in line {}", 1 + std::ranges::count(sql.substr(0, count), '\n'));
}

Result<Rows> Migrator::execute(const std::string& sql, std::string_view what) {
    ResultHandle result{PQexec(connection_.get(), sql.c_str())};
    const auto status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) {
        return Rows{std::move(result)};
    }
    return fail(postgres::error_of(result.get(), fmt::format("{}{}", what, place_of(result.get(), sql))));
}

/// Asked again and again: one who waits inside PostgreSQL holds a snapshot, for which CREATE INDEX CONCURRENTLY of the
/// one who has the lock would wait in turn.
Result<void> Migrator::lock() {
    constexpr std::chrono::milliseconds kPause{100};
    const auto deadline = Clock::now() + options_.wait_for_others;
    for (;;) {
        const auto taken = execute(kTryLock, "migrations");
        if (!taken) return fail(taken.error());
        if ((*taken)[0].get<bool>(0)) return ok();
        if (Clock::now() >= deadline) return fail(postgres::unavailable("another program is still migrating"));
        std::this_thread::sleep_for(kPause);
    }
}

Result<std::vector<AppliedMigration>> Migrator::applied() {
    const auto exists = execute("SELECT to_regclass('schema_migrations') IS NOT NULL", "migrations");
    if (!exists) return fail(exists.error());
    if (!(*exists)[0].get<bool>(0)) return {};
    const auto rows = execute("SELECT version, name, checksum FROM schema_migrations ORDER BY version", "migrations");
    if (!rows) return fail(rows.error());
    std::vector<AppliedMigration> applied;
    for (int i = 0; i < rows->size(); ++i) {
        const auto row = (*rows)[i];
        applied.push_back({row.get<int>(0), row.get<std::string>(1), row.get<std::string>(2)});
    }
    return applied;
}

Result<void> Migrator::record(const Migration& migration, std::chrono::milliseconds duration) {
    const auto row = execute(fmt::format("INSERT INTO schema_migrations (version, name, checksum, duration_ms) "
                                         "VALUES ({}, '{}', '{}', {})",
                                         migration.version(), migration.name(), migration.checksum(), duration.count()),
                             migration.name());
    if (!row) return fail(row.error());
    return ok();
}

Result<void> Migrator::apply_script(const Migration& migration) {
    const auto begin = Clock::now();
    if (const auto done = execute(migration.sql(), migration.name()); !done) return fail(done.error());
    const bool is_inside = PQtransactionStatus(connection_.get()) == PQTRANS_INTRANS;
    if (is_inside != migration.is_in_transaction()) {
        return fail(ErrorKind::Internal, migration.name() + ": a migration must not begin or end transactions itself");
    }
    return record(migration, std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin));
}

Result<void> Migrator::apply(const Migration& migration) {
    if (!migration.is_in_transaction()) return apply_script(migration);
    if (const auto begun = execute("BEGIN", migration.name()); !begun) return fail(begun.error());
    if (const auto done = apply_script(migration); !done) {
        static_cast<void>(execute("ROLLBACK", migration.name()));
        return done;
    }
    const auto committed = execute("COMMIT", migration.name());
    if (!committed) return fail(committed.error());
    return ok();
}

Result<std::vector<std::string>> Migrator::run(std::vector<Migration> migrations) {
    if (const auto locked = lock(); !locked) return fail(locked.error());
    const auto before = applied();
    if (!before) return fail(before.error());
    const auto pending = pending_migrations(std::move(migrations), *before);
    if (!pending) return fail(pending.error());

    std::vector<std::string> names;
    for (const auto& migration : *pending) names.push_back(migration.name());
    if (options_.mode == MigrationOptions::Mode::DryRun) return names;

    const auto prepare = fmt::format("SET lock_timeout = {}; {}", options_.lock_timeout.count(), kCreateTable);
    if (const auto prepared = execute(prepare, "migrations"); !prepared) return fail(prepared.error());
    for (const auto& migration : *pending) {
        if (const auto done = apply(migration); !done) return fail(done.error());
    }
    return names;
}

}  // namespace

Result<std::vector<std::string>> migrate(const DatabaseOptions& database, std::vector<Migration> migrations,
                                         const MigrationOptions& options) {
    auto connection = connect_blocking(database);
    if (!connection) return fail(connection.error());
    return Migrator{*std::move(connection), options}.run(std::move(migrations));
}

}  // namespace acervo
