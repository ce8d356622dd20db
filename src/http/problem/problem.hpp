#pragma once

#include <string>
#include <string_view>

#include "core/error.hpp"
#include "http/server/response.hpp"

namespace acervo::http {

/// How a kind of failure looks from outside. `type` is a URI reference relative to the API's host (RFC 9457 §3.1.1):
/// `/problems/` and the kind's name with dashes. It is stable: clients tell failures apart by it, never by the text.
class ProblemKind {
public:
    int status;
    std::string_view type;
    std::string_view title;
};

/// The table kind → problem:
///
///     InvalidInput         400 /problems/invalid-input        Unauthenticated  401 /problems/unauthenticated
///     NotFound             404 /problems/not-found            Forbidden        403 /problems/forbidden
///     Conflict             409 /problems/conflict             TooLarge         413 /problems/too-large
///     PreconditionFailed   412 /problems/precondition-failed  RateLimited      429 /problems/rate-limited
///     UnsupportedType      415 /problems/unsupported-type     Unavailable      503 /problems/unavailable
///     IdempotencyMismatch  422 /problems/idempotency-mismatch Timeout          504 /problems/timeout
///     Internal             500 /problems/internal
const ProblemKind& problem_kind(ErrorKind kind) noexcept;

/// What only the protocol can get wrong; `status` is one of 400, 405, 408, 413, 414, 417, 431, 501, 503, 505:
/// `/problems/bad-request`, `…/method-not-allowed`, `…/request-timeout`, `…/too-large`, `…/uri-too-long`,
/// `…/expectation-failed`, `…/header-too-large`, `…/not-implemented`, `…/unavailable`, `…/version-not-supported`.
const ProblemKind& protocol_problem_kind(int status) noexcept;

/// The error of a request that must say upon which state it changes something, and does not (RFC 6585 §3): answered as
/// 428 /problems/precondition-required.
Error precondition_required(std::string message);

/// The answer that tells of `error` as application/problem+json (RFC 9457), with Retry-After (for Unavailable one
/// second where the error says nothing) and WWW-Authenticate where they belong. The document is written by the server.
Response problem(Error error);

/// The document: `type`, `title`, `status`, `detail`, `request_id` and, where there are field errors,
/// `errors: [{"pointer", "detail"}]`. The detail is the error's public message; the other one is for the log, under the
/// same id.
std::string problem_document(const Error& error, std::string_view request_id);

/// The answer, document included, to what `protocol_problem_kind` lists.
Response protocol_problem(int status, std::string_view detail, std::string_view request_id);

}  // namespace acervo::http
