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

/// An expected failure, in two wordings. `message` is for the log and for who runs the house: it names the thing and
/// the reason, hosts and keys of the servers behind us among them, but neither secrets nor SQL. `public_message` is
/// what a caller of the API may read.
class Error {
public:
    Error(ErrorKind kind, std::string message) : kind_{kind}, message_{std::move(message)} {}

    ErrorKind kind() const noexcept { return kind_; }
    const std::string& message() const noexcept { return message_; }
    /// Without words of its own: the message, where the failure is about what the caller asked for; a sentence of the
    /// kind for Unavailable, Timeout and Internal, which tell of ourselves. Internal has never another one. So what
    /// nobody thought of stays inside.
    std::string_view public_message() const noexcept;
    /// Whether `message` says more than a caller of the API may read; then it belongs in the log.
    bool hides_something() const noexcept { return public_message() != message_; }
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
    /// What a caller of the API reads in place of the message: plain words of our own, never those of another server.
    Error&& with_public_message(std::string message) && {
        public_message_ = std::move(message);
        return std::move(*this);
    }
    /// The same error with `context` in front of its message: "open upload: the store is not reachable". Words
    /// for the caller stay as they are.
    Error&& with_context(std::string_view context) &&;

private:
    ErrorKind kind_;
    std::string message_;
    std::string public_message_;
    std::vector<FieldError> fields_;
    std::optional<std::chrono::seconds> retry_after_;
    std::string tag_;
};

}  // namespace acervo
