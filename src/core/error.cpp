#include "core/error.hpp"

namespace acervo {

std::string_view name_of(ErrorKind kind) noexcept {
    switch (kind) {
        case ErrorKind::InvalidInput:
            return "invalid_input";
        case ErrorKind::NotFound:
            return "not_found";
        case ErrorKind::Conflict:
            return "conflict";
        case ErrorKind::PreconditionFailed:
            return "precondition_failed";
        case ErrorKind::UnsupportedType:
            return "unsupported_type";
        case ErrorKind::IdempotencyMismatch:
            return "idempotency_mismatch";
        case ErrorKind::Forbidden:
            return "forbidden";
        case ErrorKind::Unauthenticated:
            return "unauthenticated";
        case ErrorKind::TooLarge:
            return "too_large";
        case ErrorKind::RateLimited:
            return "rate_limited";
        case ErrorKind::Unavailable:
            return "unavailable";
        case ErrorKind::Timeout:
            return "timeout";
        case ErrorKind::Internal:
            return "internal";
    }
    return "internal";
}

Error&& Error::with_context(std::string_view context) && {
    message_ = std::string{context} + ": " + message_;
    return std::move(*this);
}

}  // namespace acervo
