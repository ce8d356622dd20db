#include "core/error.hpp"

namespace acervo {
namespace {

constexpr std::string_view kInternal = "The failure was recorded under this request_id.";
constexpr std::string_view kUnavailable = "a server that this needs is not available at the moment";
constexpr std::string_view kTimeout = "a server that this needs did not answer in time";

}  // namespace

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

std::string_view Error::public_message() const noexcept {
    if (kind_ == ErrorKind::Internal) return kInternal;
    if (!public_message_.empty()) return public_message_;
    if (kind_ == ErrorKind::Unavailable) return kUnavailable;
    return kind_ == ErrorKind::Timeout ? kTimeout : std::string_view{message_};
}

Error&& Error::with_context(std::string_view context) && {
    message_ = std::string{context} + ": " + message_;
    return std::move(*this);
}

}  // namespace acervo
