#pragma once

#include <optional>
#include <string_view>
#include <utility>

#include "app/access/made_once.hpp"
#include "core/async.hpp"
#include "core/result.hpp"
#include "domain/identity/user.hpp"
#include "http/generated/operations.hpp"
#include "http/routes/endpoint.hpp"
#include "http/server/request.hpp"

namespace acervo::http {

/// The key under which `request` is done once, nothing when it has none. Its header was checked before, as one of the
/// operation's parameters. Another path, query or body is another request.
std::optional<IdempotencyKey> idempotency_key(const Request& request, const api::Operation& operation,
                                              const Caller& caller, std::string_view body);

/// A request to make something.
template <class Body>
struct Order {
    Body body;
    std::optional<IdempotencyKey> key;
};

/// Its body as `decode`, a `decode_…` of the contract, reads it, and its key.
template <class Decode>
auto read_order(Request& request, Caller caller, const api::Operation& operation, Decode decode)
    -> Async<Result<Order<typename decltype(decode(std::string_view{}))::value_type>>> {
    const auto text = CO_TRY(co_await read_json(request, operation));
    auto body = CO_TRY(decode(text));
    co_return Order{.body = std::move(body), .key = idempotency_key(request, operation, caller, text)};
}

}  // namespace acervo::http
