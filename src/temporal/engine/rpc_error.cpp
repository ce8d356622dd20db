#include "temporal/engine/rpc_error.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace acervo::temporal {

namespace {

constexpr std::string_view kMark = "grpc:";

/// gRPC has no code for it: what exceeds the size of a message is told apart by its words.
bool is_size(std::string_view message) noexcept {
    constexpr std::array<std::string_view, 3> kWords{"larger than max", "exceeds size limit", "too large"};
    for (const auto words : kWords) {
        if (message.find(words) != std::string_view::npos) return true;
    }
    return false;
}

}  // namespace

ErrorKind kind_of(RpcCode code, std::string_view message) noexcept {
    switch (code) {
        case RpcCode::InvalidArgument:
            return is_size(message) ? ErrorKind::TooLarge : ErrorKind::InvalidInput;
        case RpcCode::OutOfRange:
            return ErrorKind::InvalidInput;
        case RpcCode::NotFound:
            return ErrorKind::NotFound;
        case RpcCode::AlreadyExists:
        case RpcCode::Aborted:
            return ErrorKind::Conflict;
        case RpcCode::FailedPrecondition:
            return ErrorKind::PreconditionFailed;
        case RpcCode::PermissionDenied:
            return ErrorKind::Forbidden;
        case RpcCode::Unauthenticated:
            return ErrorKind::Unauthenticated;
        case RpcCode::ResourceExhausted:
            return is_size(message) ? ErrorKind::TooLarge : ErrorKind::RateLimited;
        case RpcCode::DeadlineExceeded:
            return ErrorKind::Timeout;
        case RpcCode::Unavailable:
            return ErrorKind::Unavailable;
        // These two are the engine's own words, for the end of the call's time and for a connection that broke.
        case RpcCode::Cancelled:
            return message == "Timeout expired" ? ErrorKind::Timeout : ErrorKind::Unavailable;
        case RpcCode::Unknown:
            return message == "transport error" ? ErrorKind::Unavailable : ErrorKind::Internal;
        case RpcCode::Unimplemented:
        case RpcCode::Internal:
        case RpcCode::DataLoss:
            break;
    }
    return ErrorKind::Internal;
}

Error rpc_error(RpcStatus status, std::string message, std::string_view what) {
    std::string tag{kMark};
    tag += std::to_string(static_cast<std::int32_t>(status.code()));
    tag += ':';
    tag += status.details();
    const auto kind = kind_of(status.code(), message);
    if (!what.empty()) message = fmt::format("{}: {}", what, message);
    return Error{kind, std::move(message)}.with_tag(std::move(tag));
}

std::optional<RpcStatus> rpc_status_of(const Error& error) {
    const std::string_view tag{error.tag()};
    if (!tag.starts_with(kMark)) return std::nullopt;
    std::int32_t code = 0;
    const auto* const end = tag.data() + tag.size();
    const auto [next, failed] = std::from_chars(tag.data() + kMark.size(), end, code);
    if (failed != std::errc{} || next == end || *next != ':') return std::nullopt;
    return RpcStatus{static_cast<RpcCode>(code), std::string{next + 1, end}};
}

}  // namespace acervo::temporal
