#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/result.hpp"
#include "sections/sections.hpp"

/// What the administration program does: the steps that need the owner's rights in the database and in the object
/// store.
namespace acervo::admin {

struct Settings {
    DatabaseSection database;
    S3Section s3;
};

/// Each of these changes nothing when it is repeated, and answers what it did for a person to read.
Result<std::string> migrate_schema(const Settings& settings);
Result<std::string> bootstrap_storage(const Settings& settings);
Result<std::string> create_administrator(const Settings& settings, const std::string& username, const Secret& password);

/// Recomputes the chain of the audit log; an error when something in it is not as it was written. `expected_head`: the
/// hash that an earlier look gave, or nothing.
Result<std::string> verify_audit_log(const Settings& settings, const std::string& expected_head);

struct ReconcileOrder {
    bool repair{false};
    /// Also objects that no row of the ledger tells of.
    bool remove_unknown{false};
    /// How long those are left alone.
    std::chrono::seconds grace{std::chrono::hours{24}};
    /// One document instead of lines for people.
    bool json{false};
};
/// Walks ledger and object store, prints each difference to standard output as it is found; an error when one is left.
/// The answer is a line for people, empty for JSON.
Result<std::string> reconcile_storage(const Settings& settings, const ReconcileOrder& order);

/// `Plan` changes nothing.
enum class MoveStep { Plan, Copy, Verify, Switch, Finish, Undo };
struct MoveOrder {
    MoveStep step{MoveStep::Plan};
    /// The other store, with the same names of buckets; `Finish` and `Undo` need none.
    std::optional<S3Section> target;
    int parallel{4};
    /// Of all that is read, from both stores; 0 = as fast as it goes.
    std::uint64_t mebibytes_per_second{0};
    std::chrono::seconds drain{std::chrono::minutes{10}};
    bool end_uploads{false};
};
/// One step of moving all objects to another store (ADR 0033). Tells on standard error how far it is, and prints each
/// object that could not be copied to standard output.
Result<std::string> migrate_storage(const Settings& settings, const MoveOrder& order);

}  // namespace acervo::admin
