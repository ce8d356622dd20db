#pragma once

#include <optional>

#include "http/generated/operations.hpp"
#include "http/router/router.hpp"

namespace acervo::http {

/// The answer to a request with query members for an operation that has no parameters; nothing when all is well.
std::optional<Response> refuse_query(const api::Operation& operation, const Request& request);

/// Whether the route holds requests to `refuse_query`, or leaves that to its handler.
enum class QueryCheck { ByRoute, ByHandler };

/// The route of an operation of the contract. Of one that has no parameters it refuses all query members
/// (InvalidInput): a mistyped filter must not show everything. Parameters' own decoders refuse what they do not know.
Route operation_route(const api::Operation& operation, Handler handler, QueryCheck check = QueryCheck::ByRoute);

}  // namespace acervo::http
