#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace acervo {

/// The closed list of ways in which something can fail. Two tables give it meaning outside:
/// kind → HTTP problem (`http/problem`) and kind → retryable in a workflow.
enum class ErrorKind {
    InvalidInput,
    NotFound,
    Conflict,
    PreconditionFailed,
    UnsupportedType,
    IdempotencyMismatch,
    Forbidden,
    Unauthenticated,
    TooLarge,
    RateLimited,
    Unavailable,
    Timeout,
    Internal,
};

/// The kind's name as written in logs, metrics and problem types: `invalid_input`, `not_found`, …
std::string_view name_of(ErrorKind kind) noexcept;

/// What is wrong with one member of a request; `pointer` is a JSON Pointer (RFC 6901) into its body, or a parameter's
/// name.
struct FieldError {
    std::string pointer;
    std::string detail;
};

/// An expected failure. The message names the thing and the reason, and holds neither secrets nor SQL.
class Error {
public:
    Error(ErrorKind kind, std::string message) : kind_{kind}, message_{std::move(message)} {}

    ErrorKind kind() const noexcept { return kind_; }
    const std::string& message() const noexcept { return message_; }
    const std::vector<FieldError>& fields() const noexcept { return fields_; }
    /// How long the caller should wait before it tries again, where the failing side knows.
    std::optional<std::chrono::seconds> retry_after() const noexcept { return retry_after_; }
    /// A mark put on by the side that failed, for code that must tell two failures of one kind apart, such as the
    /// name of a violated constraint. Read it through the functions of that side; it is never shown to a client.
    const std::string& tag() const noexcept { return tag_; }

    Error&& with_fields(std::vector<FieldError> fields) && {
        fields_ = std::move(fields);
        return std::move(*this);
    }
    Error&& with_retry_after(std::chrono::seconds delay) && {
        retry_after_ = delay;
        return std::move(*this);
    }
    Error&& with_tag(std::string tag) && {
        tag_ = std::move(tag);
        return std::move(*this);
    }
    /// The same error with `context` in front of its message: "open upload: the store is not reachable".
    Error&& with_context(std::string_view context) &&;

private:
    ErrorKind kind_;
    std::string message_;
    std::vector<FieldError> fields_;
    std::optional<std::chrono::seconds> retry_after_;
    std::string tag_;
};

}  // namespace acervo
