#pragma once

#include <string_view>

#include "core/error.hpp"

struct pg_result;

namespace acervo {

/// The name of the constraint that a statement violated (unique, exclusion, check, foreign key, not null: then the
/// column's name); empty for any other error.
std::string_view constraint_of(const Error& error) noexcept;

/// True when `error` is a violation of this constraint:
///   if (violates(rows.error(), "assets_external_id_key")) return fail(ErrorKind::Conflict, "external id is taken");
bool violates(const Error& error, std::string_view constraint) noexcept;

/// True when the database gave up the transaction for the sake of another one (serialization failure, deadlock): the
/// whole transaction may be tried again. `in_transaction` does so by itself.
bool is_worth_retrying(const Error& error) noexcept;

/// True when the connection was lost after COMMIT, or a statement on a shared connection, had been sent: it may have
/// taken effect or not. Find out by an idempotency key; never repeat it blindly.
bool is_outcome_unknown(const Error& error) noexcept;

/// True when the server ended the statement before its time (`statement_timeout`, or an administrator); it certainly
/// had no effect.
bool is_too_slow(const Error& error) noexcept;

/// True when a trigger of db/migrations refused a state that may not follow the present one (its constraint is named
/// `<table>_legal_transition`): a Conflict.
bool is_illegal_transition(const Error& error) noexcept;

namespace postgres {

/// What libpq's error result means. Kinds, by SQLSTATE (PostgreSQL 15, appendix A):
///   Conflict      unique and exclusion violations, illegal transitions of a state
///   InvalidInput  other violations of integrity (23), bad values (22)
///   Unavailable   lost or refused connections (08, 57P), resources (53), failing storage (58), failures to serialize
///                 (40), locks not got (55P03), read-only server (25006); with retry_after 1 s
///   Timeout       statement cancelled by its timeout (57014)
///   Internal      the rest, errors of our own SQL among them
/// The message is made of `statement` (its name), PostgreSQL's primary message and the constraint's name, never of
/// detail, hint or SQL. The public message is of our own words for the kind.
Error error_of(const pg_result* result, std::string_view statement);

/// The server cannot be reached, or the connection was lost, before anything was sent.
Error unavailable(std::string_view why);
/// The connection was lost after the statement had been sent.
Error lost_answer(std::string_view statement, std::string_view why);

}  // namespace postgres
}  // namespace acervo
