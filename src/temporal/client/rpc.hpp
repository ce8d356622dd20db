#pragma once

// For the sources of this folder: calls with messages of protobuf.

#include <string>
#include <utility>

#include "temporal/client/calls.hpp"
#include "temporal/client/client_core.hpp"

namespace acervo::temporal {

/// Calls `rpc` and parses its response.
template <class Response>
Async<Result<Response>> ask(Core core, std::string rpc, std::string request, Deadline deadline) {
    CallOptions options;
    options.deadline = deadline;
    auto bytes = CO_TRY(co_await core->connection().call(rpc, std::move(request), std::move(options)));
    Response response;
    if (!response.ParseFromString(bytes)) co_return fail(ErrorKind::Internal, rpc + ": its answer is unreadable");
    co_return response;
}

/// For responses that say nothing.
inline Async<Result<void>> tell(Core core, std::string rpc, std::string request, Deadline deadline) {
    CallOptions options;
    options.deadline = deadline;
    CO_TRY(co_await core->connection().call(std::move(rpc), std::move(request), std::move(options)));
    co_return ok();
}

}  // namespace acervo::temporal
