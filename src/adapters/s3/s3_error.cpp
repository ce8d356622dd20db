#include "adapters/s3/s3_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace acervo::s3 {
namespace {

struct Meaning {
    std::string_view code;
    ErrorKind kind;
};

/// Codes whose HTTP status alone would say something else, or too little. That the store refuses our credentials is no
/// caller's fault: Internal, never Forbidden, which would tell the caller that a right is missing.
constexpr std::array kMeanings{
    Meaning{"RequestTimeout", ErrorKind::Unavailable},  // 400: our bytes came too slowly
    Meaning{"IncompleteBody", ErrorKind::Unavailable},
    Meaning{"BadDigest", ErrorKind::Unavailable},  // the bytes changed on their way
    Meaning{"XAmzContentSHA256Mismatch", ErrorKind::Unavailable},
    Meaning{"OperationAborted", ErrorKind::Unavailable},  // 409: another call on the bucket is under way
    Meaning{"SlowDown", ErrorKind::Unavailable},
    Meaning{"InternalError", ErrorKind::Unavailable},
    Meaning{"ExpiredToken", ErrorKind::Internal},
    Meaning{"InvalidToken", ErrorKind::Internal},
    Meaning{"AuthorizationHeaderMalformed", ErrorKind::Internal},  // 400: mostly another region
    Meaning{"InvalidAccessKeyId", ErrorKind::Internal},
    Meaning{"NoSuchKey", ErrorKind::NotFound},
    Meaning{"NoSuchBucket", ErrorKind::NotFound},
    Meaning{"NoSuchUpload", ErrorKind::NotFound},
    Meaning{"NoSuchVersion", ErrorKind::NotFound},
};

ErrorKind kind_of(const Answer& answer) {
    const auto known = std::ranges::find(kMeanings, answer.code, &Meaning::code);
    if (known != kMeanings.end()) return known->kind;
    switch (answer.status) {
        case 401:
        case 403:
            return ErrorKind::Internal;
        case 404:
        case 405:  // a delete marker that was asked for by its version
            return ErrorKind::NotFound;
        case 409:
            return ErrorKind::Conflict;
        case 412:
            return ErrorKind::PreconditionFailed;
        case 429:
            return ErrorKind::Unavailable;
        default:
            // Redirects come from a wrong region or endpoint, a 200 with an unknown code from a failure inside.
            return answer.status >= 400 && answer.status < 500 ? ErrorKind::InvalidInput : ErrorKind::Unavailable;
    }
}

/// What a caller of the API hears: it has never heard of buckets, keys and endpoints.
constexpr const char* public_message_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::NotFound:
            return "there is no such thing in the object store";
        case ErrorKind::Timeout:
            return "the object store took too long";
        case ErrorKind::Unavailable:
            return "the object store is not available";
        default:
            return "the object store refused it";
    }
}

std::optional<std::chrono::seconds> retry_after_of(const Answer& answer) {
    const auto text = answer.headers.find("Retry-After");
    int seconds = 0;
    if (!text || std::from_chars(text->begin(), text->end(), seconds).ptr != text->end()) return std::nullopt;
    return std::chrono::seconds{std::max(0, seconds)};
}

}  // namespace

Error error_of(const Answer& answer, std::string_view what) {
    auto message = fmt::format("{}: the store answered {}", what, answer.status);
    if (!answer.code.empty()) message += " " + answer.code;
    if (!answer.message.empty()) message += ": " + answer.message;
    const auto kind = kind_of(answer);
    auto error = Error{kind, std::move(message)}.with_public_message(public_message_of(kind));
    if (const auto delay = retry_after_of(answer)) return std::move(error).with_retry_after(*delay);
    return error;
}

Error in_call(Error error, std::string_view what) {
    const auto kind = error.kind();
    const bool is_of_the_body =
        kind == ErrorKind::InvalidInput || kind == ErrorKind::UnsupportedType || kind == ErrorKind::TooLarge;
    std::string words{is_of_the_body ? error.public_message() : public_message_of(kind)};
    return std::move(error).with_context(what).with_public_message(std::move(words));
}

}  // namespace acervo::s3
