#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/error.hpp"

namespace acervo::temporal {

/// Status codes of gRPC (https://grpc.io/docs/guides/status-codes/) that callers tell apart.
enum class RpcCode : std::int32_t {
    Cancelled = 1,
    Unknown = 2,
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    NotFound = 5,
    AlreadyExists = 6,
    PermissionDenied = 7,
    ResourceExhausted = 8,
    FailedPrecondition = 9,
    Aborted = 10,
    OutOfRange = 11,
    Unimplemented = 12,
    Internal = 13,
    Unavailable = 14,
    DataLoss = 15,
    Unauthenticated = 16,
};

/// How a server's refusal is told on:
///   InvalidArgument, OutOfRange → InvalidInput       NotFound → NotFound          AlreadyExists, Aborted → Conflict
///   FailedPrecondition → PreconditionFailed          PermissionDenied → Forbidden Unauthenticated → Unauthenticated
///   ResourceExhausted → RateLimited, or TooLarge when a message was too large     DeadlineExceeded → Timeout
///   Unavailable, Cancelled, a broken connection → Unavailable                     all others → Internal
ErrorKind kind_of(RpcCode code, std::string_view message) noexcept;

/// What the server said beside its message.
class RpcStatus {
public:
    RpcStatus(RpcCode code, std::string details) : code_{code}, details_{std::move(details)} {}

    RpcCode code() const noexcept { return code_; }
    /// A serialized google.rpc.Status, whose `details` hold a message of temporal.api.errordetails.v1; may be empty.
    const std::string& details() const noexcept { return details_; }

private:
    RpcCode code_;
    std::string details_;
};

/// The error of a call that the server refused with `message`; `what` was tried.
Error rpc_error(RpcStatus status, std::string message, std::string_view what = {});
/// The status of an error that `rpc_error` made; nothing for every other error.
std::optional<RpcStatus> rpc_status_of(const Error& error);

}  // namespace acervo::temporal
