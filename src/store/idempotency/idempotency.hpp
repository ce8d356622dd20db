#pragma once

#include <optional>
#include <string>

#include "core/async.hpp"
#include "core/id.hpp"
#include "core/result.hpp"
#include "domain/identity/user.hpp"
#include "store/database.hpp"

namespace acervo {

/// What a client sends to make one intention happen once (Idempotency-Key), and for what it was sent.
struct IdempotencyKey {
    /// Keys of different users never meet.
    UserId owner;
    /// As the contract names it.
    std::string operation;
    std::string key;
    /// SHA-256 of the request in hexadecimal, or what stands for one that holds a password: 64 characters.
    std::string request_hash;
};

/// Takes the key for what this transaction makes. Conflict when it was taken before.
Async<Result<void>> take_idempotency_key(Transaction& tx, IdempotencyKey key, Uuid made);

/// What was made under the key, nothing when it is new; IdempotencyMismatch when it belongs to another request.
Async<Result<std::optional<Uuid>>> find_made_under(Database& database, IdempotencyKey key);

}  // namespace acervo
