#include "http/problem/problem.hpp"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <ranges>

namespace acervo::http {
namespace {

namespace json = boost::json;

constexpr auto kContentType = "application/problem+json";
/// As the contract says: ten thousand wrong parts are one mistake.
constexpr std::ptrdiff_t kMostFields = 100;

constexpr ProblemKind kInvalidInput{400, "/problems/invalid-input", "The request is not valid"};
constexpr ProblemKind kUnauthenticated{401, "/problems/unauthenticated", "Sign in first"};
constexpr ProblemKind kForbidden{403, "/problems/forbidden", "Not allowed"};
constexpr ProblemKind kNotFound{404, "/problems/not-found", "There is no such thing"};
constexpr ProblemKind kConflict{409, "/problems/conflict", "The state of things does not allow it"};
constexpr ProblemKind kPreconditionFailed{412, "/problems/precondition-failed", "It has changed in the meantime"};
constexpr ProblemKind kTooLarge{413, "/problems/too-large", "Too large"};
constexpr ProblemKind kUnsupportedType{415, "/problems/unsupported-type", "The media type is not supported"};
constexpr ProblemKind kIdempotencyMismatch{422, "/problems/idempotency-mismatch",
                                           "The idempotency key belongs to another request"};
constexpr ProblemKind kRateLimited{429, "/problems/rate-limited", "Too many requests"};
constexpr ProblemKind kInternal{500, "/problems/internal", "Something went wrong on the server"};
constexpr ProblemKind kUnavailable{503, "/problems/unavailable", "Not available at the moment"};
constexpr ProblemKind kTimeout{504, "/problems/timeout", "It took too long"};

constexpr std::array kProtocolKinds{
    ProblemKind{400, "/problems/bad-request", "The request is not well-formed HTTP"},
    ProblemKind{405, "/problems/method-not-allowed", "The method is not allowed here"},
    ProblemKind{408, "/problems/request-timeout", "The request took too long to arrive"},
    ProblemKind{414, "/problems/uri-too-long", "The address is too long"},
    ProblemKind{417, "/problems/expectation-failed", "The expectation cannot be met"},
    ProblemKind{431, "/problems/header-too-large", "The request header is too large"},
    ProblemKind{501, "/problems/not-implemented", "The method is not known"},
    ProblemKind{505, "/problems/version-not-supported", "The HTTP version is not supported"},
    kTooLarge,
    kUnavailable,
};

json::object document_of(const ProblemKind& kind, std::string_view detail, std::string_view request_id) {
    json::object document;
    document["type"] = kind.type;
    document["title"] = kind.title;
    document["status"] = kind.status;
    document["detail"] = detail;
    document["request_id"] = request_id;
    return document;
}

}  // namespace

const ProblemKind& problem_kind(ErrorKind kind) noexcept {
    switch (kind) {
        case ErrorKind::InvalidInput:
            return kInvalidInput;
        case ErrorKind::NotFound:
            return kNotFound;
        case ErrorKind::Conflict:
            return kConflict;
        case ErrorKind::PreconditionFailed:
            return kPreconditionFailed;
        case ErrorKind::UnsupportedType:
            return kUnsupportedType;
        case ErrorKind::IdempotencyMismatch:
            return kIdempotencyMismatch;
        case ErrorKind::Forbidden:
            return kForbidden;
        case ErrorKind::Unauthenticated:
            return kUnauthenticated;
        case ErrorKind::TooLarge:
            return kTooLarge;
        case ErrorKind::RateLimited:
            return kRateLimited;
        case ErrorKind::Unavailable:
            return kUnavailable;
        case ErrorKind::Timeout:
            return kTimeout;
        case ErrorKind::Internal:
            return kInternal;
    }
    return kInternal;
}

const ProblemKind& protocol_problem_kind(int status) noexcept {
    const auto* found = std::ranges::find(kProtocolKinds, status, &ProblemKind::status);
    return found == kProtocolKinds.end() ? kInternal : *found;
}

Response problem(Error error) {
    Response response{problem_kind(error.kind()).status};
    response.headers.set("Content-Type", kContentType);
    response.headers.set("Cache-Control", "no-store");
    if (const auto delay = error.retry_after()) {
        response.headers.set("Retry-After", std::to_string(delay->count()));
    } else if (error.kind() == ErrorKind::Unavailable) {
        response.headers.set("Retry-After", "1");
    }
    if (error.kind() == ErrorKind::Unauthenticated) response.headers.set("WWW-Authenticate", "Bearer");
    response.failure = std::move(error);
    return response;
}

std::string problem_document(const Error& error, std::string_view request_id) {
    auto document = document_of(problem_kind(error.kind()), error.public_message(), request_id);
    // Fields are of a request; beside an Internal error nobody has looked at what they say.
    if (error.kind() != ErrorKind::Internal && !error.fields().empty()) {
        auto& errors = document["errors"].emplace_array();
        for (const auto& field : error.fields() | std::views::take(kMostFields)) {
            json::object entry;
            entry["pointer"] = field.pointer;
            entry["detail"] = field.detail;
            errors.push_back(std::move(entry));
        }
    }
    return json::serialize(document);
}

Response protocol_problem(int status, std::string_view detail, std::string_view request_id) {
    const auto& kind = protocol_problem_kind(status);
    Response response{status, kContentType, json::serialize(document_of(kind, detail, request_id))};
    response.headers.set("Cache-Control", "no-store");
    if (status == 503) response.headers.set("Retry-After", "1");
    return response;
}

}  // namespace acervo::http
