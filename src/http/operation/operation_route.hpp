#pragma once

#include "http/generated/operations.hpp"
#include "http/router/router.hpp"

namespace acervo::http {

/// The route of an operation of the contract. Of one that has no parameters it refuses all query members
/// (InvalidInput): a mistyped filter must not show everything. Parameters' own decoders refuse what they do not know.
Route operation_route(const api::Operation& operation, Handler handler);

}  // namespace acervo::http
