#include "adapters/postgres/database_error.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>

namespace acervo {
namespace {

constexpr std::string_view kConstraintTag = "postgres.constraint:";
constexpr std::string_view kRetryTag = "postgres.retry";
constexpr std::string_view kUnknownTag = "postgres.outcome_unknown";
constexpr std::string_view kTooSlowTag = "postgres.too_slow";
/// query_canceled: by `statement_timeout`, or by an administrator.
constexpr std::string_view kCancelled = "57014";
/// How triggers of db/migrations name the constraint of a state that may not follow another.
constexpr std::string_view kTransitionSuffix = "_legal_transition";
constexpr std::chrono::seconds kRetryAfter{1};

std::string_view field_of(const pg_result* result, int field) {
    const char* text = PQresultErrorField(result, field);
    return text == nullptr ? std::string_view{} : std::string_view{text};
}

bool is_one_of(std::string_view state, std::initializer_list<std::string_view> states) {
    return std::find(states.begin(), states.end(), state) != states.end();
}

ErrorKind kind_of(std::string_view state) {
    if (is_one_of(state, {"23505", "23P01"})) return ErrorKind::Conflict;
    if (state == kCancelled) return ErrorKind::Timeout;
    // 26000: a statement queued behind the one that failed to prepare it; 0A000 is looked at by the connection.
    if (is_one_of(state, {"40001", "40P01", "55P03", "25006", "25P03", "26000", "57P01", "57P02", "57P03", "57P05"})) {
        return ErrorKind::Unavailable;
    }
    const auto error_class = state.substr(0, 2);
    if (is_one_of(error_class, {"22", "23"})) return ErrorKind::InvalidInput;
    if (state.empty() || is_one_of(error_class, {"08", "53", "58"})) return ErrorKind::Unavailable;
    return ErrorKind::Internal;
}

std::string tag_of(const pg_result* result, std::string_view state) {
    if (is_one_of(state, {"40001", "40P01"})) return std::string{kRetryTag};
    if (state == kCancelled) return std::string{kTooSlowTag};
    if (!state.starts_with("23")) return {};
    auto name = field_of(result, PG_DIAG_CONSTRAINT_NAME);
    if (name.empty()) name = field_of(result, PG_DIAG_COLUMN_NAME);
    return fmt::format("{}{}", kConstraintTag, name);
}

/// What a caller of the API hears. PostgreSQL's own words name tables, columns and constraints, and quote values.
constexpr const char* public_message_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::Conflict:
            return "this contradicts what is stored already, or the state that it is in";
        case ErrorKind::InvalidInput:
            return "a value is not one that can be stored here";
        case ErrorKind::Timeout:
            return "the database took too long";
        default:
            return "the database is not available";
    }
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

}  // namespace

std::string_view constraint_of(const Error& error) noexcept {
    const std::string_view tag{error.tag()};
    return tag.starts_with(kConstraintTag) ? tag.substr(kConstraintTag.size()) : std::string_view{};
}

bool violates(const Error& error, std::string_view constraint) noexcept {
    return !constraint.empty() && constraint_of(error) == constraint;
}

bool is_worth_retrying(const Error& error) noexcept { return error.tag() == kRetryTag; }
bool is_outcome_unknown(const Error& error) noexcept { return error.tag() == kUnknownTag; }
bool is_too_slow(const Error& error) noexcept { return error.tag() == kTooSlowTag; }
bool is_illegal_transition(const Error& error) noexcept { return constraint_of(error).ends_with(kTransitionSuffix); }

namespace postgres {

Error error_of(const pg_result* result, std::string_view statement) {
    const auto state = field_of(result, PG_DIAG_SQLSTATE);
    const auto constraint = field_of(result, PG_DIAG_CONSTRAINT_NAME);
    auto reason = field_of(result, PG_DIAG_MESSAGE_PRIMARY);
    if (reason.empty()) reason = first_line(PQresultErrorMessage(result));
    auto message = fmt::format("{}: {}", statement, reason);
    if (!state.empty()) message += fmt::format(" ({})", state);
    if (!constraint.empty() && !reason.contains(constraint)) message += fmt::format(", constraint {}", constraint);
    const auto kind = constraint.ends_with(kTransitionSuffix) ? ErrorKind::Conflict : kind_of(state);
    auto error =
        Error{kind, std::move(message)}.with_public_message(public_message_of(kind)).with_tag(tag_of(result, state));
    if (kind == ErrorKind::Unavailable) return std::move(error).with_retry_after(kRetryAfter);
    return error;
}

Error unavailable(std::string_view why) {
    return Error{ErrorKind::Unavailable, fmt::format("PostgreSQL is not available: {}", first_line(why))}
        .with_public_message(public_message_of(ErrorKind::Unavailable))
        .with_retry_after(kRetryAfter);
}

Error lost_answer(std::string_view statement, std::string_view why) {
    return Error{ErrorKind::Unavailable,
                 fmt::format("{}: the connection to PostgreSQL was lost before the answer came ({}); whether it took "
                             "effect is not known",
                             statement, first_line(why))}
        .with_public_message("the database was lost before it answered; whether this took effect is not known")
        .with_tag(std::string{kUnknownTag})
        .with_retry_after(kRetryAfter);
}

}  // namespace postgres
}  // namespace acervo
