#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/postgres/options.hpp"
#include "core/result.hpp"

namespace acervo {

/// One forward step of the schema: a file `NNNN_verb_noun.sql` of db/migrations.
class Migration {
public:
    /// From a file's name and content; InvalidInput when the name has another form.
    static Result<Migration> make(std::string_view file_name, std::string sql);

    int version() const noexcept { return version_; }
    /// `0003_create_assets`
    const std::string& name() const noexcept { return name_; }
    const std::string& sql() const noexcept { return sql_; }
    /// SHA-256 of the content in hexadecimal.
    const std::string& checksum() const noexcept { return checksum_; }
    /// False when the first line is `-- no-transaction`: for what PostgreSQL refuses in one (CREATE INDEX
    /// CONCURRENTLY). Such a file holds one statement that may be repeated, as a failure may leave a part of it.
    bool is_in_transaction() const noexcept { return is_in_transaction_; }

private:
    Migration() = default;
    int version_{0};
    std::string name_;
    std::string sql_;
    std::string checksum_;
    bool is_in_transaction_{true};
};

/// The migrations that this program was built with, in order.
std::vector<Migration> house_migrations();

/// A row of schema_migrations.
struct AppliedMigration {
    int version{0};
    std::string name;
    std::string checksum;
};

/// Those of `all` that are still to be applied, in order. Conflict, naming the file, when `all` is not numbered 1, 2,
/// 3 …, or what was applied is not a beginning of it: another content or name, one left out, or one that this program
/// does not know.
Result<std::vector<Migration>> pending_migrations(std::vector<Migration> all,
                                                  const std::vector<AppliedMigration>& applied);

struct MigrationOptions {
    enum class Mode {
        Apply,
        /// Change nothing, only tell what is pending.
        DryRun,
    };
    Mode mode{Mode::Apply};
    /// How long to wait while another program migrates.
    std::chrono::milliseconds wait_for_others{std::chrono::minutes{2}};
    /// How long a statement waits for a lock before the migration fails: while it waits, everybody queues behind it.
    std::chrono::milliseconds lock_timeout{std::chrono::seconds{10}};
};

/// Applies what is pending, each migration in a transaction of its own together with its row in schema_migrations, and
/// answers the names of those applied (or pending, in a dry run). One program at a time, by an advisory lock of the
/// session. When one fails, those before it stay, it leaves nothing (but see `is_in_transaction`), and the error names
/// it with the line. Blocks the thread: for the administration program and tests.
/// Errors: Unavailable (no server, or another program still migrates), Conflict as above, Internal (SQL failed).
Result<std::vector<std::string>> migrate(const DatabaseOptions& database, std::vector<Migration> migrations,
                                         const MigrationOptions& options = {});

}  // namespace acervo
